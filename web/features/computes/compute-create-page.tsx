// A new compute instance (CI-24, CI-25): what it must have, then what it may have, then what will be asked for.

import { Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SizeField } from '../../ui/size-field.tsx'
import { refreshComputes } from './compute-queries.ts'
import { AdvancedFields } from './create/advanced-fields.tsx'
import { bodyOf, type ComputeDraft, emptyDraft, faultsOf } from './create/compute-draft.ts'
import { nameQuery } from './create/name-query.ts'
import { Review } from './create/review.tsx'
import { SshFields } from './create/ssh-fields.tsx'

const route = getRouteApi('/w/$subscription/$group/$workspace/compute/new')

export function ComputeCreatePage() {
  const key = route.useParams()
  const { arm, settings } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(emptyDraft)
  const [touched, setTouched] = useState<ReadonlySet<keyof ComputeDraft>>(new Set())
  const all = faultsOf(draft)
  const taken = useQuery(nameQuery(arm, key, { name: draft.name, isWellFormed: all.name === undefined }))
  const faults = { ...all, ...(taken.data ? { name: taken.data } : {}) }
  const shown = Object.fromEntries(Object.entries(faults).filter(([field]) => touched.has(field as keyof ComputeDraft)))
  const change = (part: Partial<ComputeDraft>) => {
    setDraft((before) => ({ ...before, ...part }))
    setTouched((before) => new Set([...before, ...(Object.keys(part) as (keyof ComputeDraft)[])]))
  }
  const create = useMutation({
    mutationFn: () =>
      arm.put(addresses.compute(key, draft.name), apiVersions.machineLearning, bodyOf(draft, settings.tenantId)),
    onSuccess: async () => {
      await refreshComputes(queryClient, key)
      await navigate({ to: pages.compute(key, draft.name) })
    },
  })
  const error = create.error ?? taken.error
  const [first] = Object.values(faults)
  const reason = create.isPending ? text('It is being asked for.') : first && text(first)
  return (
    <Page title={text('New compute instance')}>
      <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
        <Field
          label={text('Name')}
          required
          hint={text('3 to 24 letters, digits and -; it begins with a letter.')}
          {...(shown['name'] === undefined ? {} : { validationMessage: text(shown['name']) })}
        >
          <Input
            value={draft.name}
            autoComplete="off"
            spellCheck={false}
            onChange={(_, { value }) => change({ name: value })}
          />
        </Field>
        <SizeField
          subscription={key.subscription}
          value={draft.size}
          fault={shown['size'] === undefined ? undefined : text(shown['size'])}
          onChange={(size) => change({ size })}
        />
        <Panel title={text('Access')}>
          <SshFields draft={draft} faults={shown} onChange={change} />
        </Panel>
        <AdvancedFields draft={draft} faults={shown} onChange={change} />
        <Review workspace={key} draft={draft} />
        {error !== null && <ErrorNote error={error} />}
        <div className={styles.buttons}>
          <ActionButton appearance="primary" label={text('Create')} reason={reason} onClick={() => create.mutate()} />
          <ActionButton label={text('Cancel')} onClick={() => void navigate({ to: pages.computes(key) })} />
        </div>
      </form>
    </Page>
  )
}

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '44rem' },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalM },
})
