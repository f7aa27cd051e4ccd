// A new cluster (BA-30, BA-31, BA-32): what it must have, then what it may have, then what will be asked for.

import { Field, Input, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { faultMessage } from '../../ui/fault-message.ts'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SizeField } from '../../ui/size-field.tsx'
import { useClusterRights } from './cluster-rights.ts'
import { AdvancedFields } from './create/advanced-fields.tsx'
import { chosenPlace, withPlace } from './create/chosen-place.ts'
import { type ClusterDraft, type ClusterFaults, emptyCluster, faultsOf } from './create/cluster-draft.ts'
import { PlaceField } from './create/place-field.tsx'
import { Review } from './create/review.tsx'
import { useCreate } from './create/use-create.ts'
import { UserFields } from './create/user-fields.tsx'
import { placesQuery } from './place-queries.ts'
import { ScaleFields } from './scale-fields.tsx'

export function ClusterCreatePage() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const [written, setWritten] = useState(emptyCluster)
  const [touched, setTouched] = useState<ReadonlySet<keyof ClusterDraft>>(new Set())
  const places = useQuery(placesQuery(arm))
  const draft = withPlace(written, places.data)
  const place = chosenPlace(draft, places.data ?? [])
  const create = useCreate(draft, place.key)
  const [rights] = useClusterRights(place.id === undefined ? [] : [{ id: place.id, kind: draft.kind }])
  const faults = faultsOf(draft)
  const shown = shownOf(faults, touched)
  const change = (part: Partial<ClusterDraft>) => {
    setWritten((before) => ({ ...before, ...part }))
    setTouched((before) => new Set([...before, ...(Object.keys(part) as (keyof ClusterDraft)[])]))
  }
  const [first] = Object.values(faults)
  const mayNot =
    rights?.write === false ? 'Your role here does not let you change clusters: Contributor or Owner does.' : undefined
  const reason = create.isPending ? 'It is being asked for.' : (mayNot ?? first)
  return (
    <Page title={text('New cluster')}>
      <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
        <Field label={text('Kind')} required>
          <RadioGroup
            value={draft.kind}
            onChange={(_, { value }) => change(ofKind(value === 'ml' ? 'ml' : 'batch', draft))}
          >
            <Radio value="batch" label={text('Batch AI: runs jobs from a queue of its own')} />
            <Radio value="ml" label={text('Azure ML: compute of a workspace (AmlCompute)')} />
          </RadioGroup>
        </Field>
        <PlaceField draft={draft} places={places.data} faults={shown} onChange={change} />
        {places.error !== null && <ErrorNote error={places.error} onRetry={() => void places.refetch()} />}
        <Field label={text('Name')} required {...faultMessage(shown.name, text)}>
          <Input
            value={draft.name}
            autoComplete="off"
            spellCheck={false}
            onChange={(_, { value }) => change({ name: value })}
          />
        </Field>
        <SizeField
          subscription={place.key.subscription}
          value={draft.size}
          fault={shown.size === undefined ? undefined : text(shown.size)}
          onChange={(size) => change({ size })}
        />
        <Panel title={text('Nodes')}>
          <ScaleFields
            kind={draft.kind}
            scale={draft.scale}
            isNew
            fault={faults.scale}
            onChange={(scale) => change({ scale })}
          />
        </Panel>
        <Panel title={text('Access to the nodes')}>
          <UserFields draft={draft} faults={shown} onChange={change} />
        </Panel>
        <AdvancedFields draft={draft} place={place} faults={shown} onChange={change} />
        <Review draft={draft} place={place.key} fault={first === undefined ? undefined : text(first)} />
        {create.error !== null && <ErrorNote error={create.error} />}
        <div className={styles.buttons}>
          <ActionButton
            appearance="primary"
            label={text('Create')}
            reason={reason === undefined ? undefined : text(reason)}
            onClick={() => create.mutate()}
          />
          <ActionButton label={text('Cancel')} onClick={() => void navigate({ to: pages.clusters() })} />
        </div>
      </form>
    </Page>
  )
}

/** What of the draft is of the other kind is let go. */
function ofKind(kind: ClusterDraft['kind'], { scale }: ClusterDraft): Partial<ClusterDraft> {
  return { kind, place: '', mounts: [], scale: { ...scale, isAuto: kind === 'ml' ? true : scale.isAuto } }
}

function shownOf(faults: ClusterFaults, touched: ReadonlySet<keyof ClusterDraft>): ClusterFaults {
  return Object.fromEntries(Object.entries(faults).filter(([field]) => touched.has(field as keyof ClusterDraft)))
}

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '44rem' },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalM },
})
