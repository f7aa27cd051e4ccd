// Where a cluster is made: a workspace of its kind, or, for Batch AI, one that is made with it.

import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { groupsQuery } from '../group-queries.ts'
import type { ClusterPlace } from '../place-queries.ts'
import { type ClusterDraft, type ClusterFaults, newPlaceValue } from './cluster-draft.ts'

export function PlaceField(props: {
  readonly draft: ClusterDraft
  readonly places: readonly ClusterPlace[] | undefined
  readonly faults: ClusterFaults
  onChange(part: Partial<ClusterDraft>): void
}) {
  const { draft, places = [], faults, onChange } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data: groups = [] } = useQuery(groupsQuery(arm))
  const ofKind = places.filter(({ kind }) => kind === draft.kind)
  const message = (fault: string | undefined) => (fault === undefined ? {} : { validationMessage: text(fault) })
  return (
    <>
      <Field
        label={draft.kind === 'batch' ? text('Batch AI workspace') : text('Azure ML workspace')}
        required
        {...message(faults.place)}
      >
        <Select value={draft.place} onChange={(_, { value }) => onChange({ place: value, mounts: [] })}>
          <option value="">{text('Choose…')}</option>
          {ofKind.map(({ id, name, key }) => (
            <option key={id} value={id}>
              {`${name} (${key.group})`}
            </option>
          ))}
          {draft.kind === 'batch' && <option value={newPlaceValue}>{text('A new one')}</option>}
        </Select>
      </Field>
      {draft.place === newPlaceValue && (
        <div className={styles.line}>
          <Field label={text('Workspace name')} required {...message(faults.newPlace)}>
            <Input
              value={draft.newPlace.name}
              autoComplete="off"
              onChange={(_, { value: name }) => onChange({ newPlace: { ...draft.newPlace, name } })}
            />
          </Field>
          <Field label={text('In the group')} required>
            <Select
              value={draft.newPlace.group}
              onChange={(_, { value: group }) => onChange({ newPlace: { ...draft.newPlace, group } })}
            >
              <option value="">{text('Choose…')}</option>
              {groups.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      )}
    </>
  )
}

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, '> *': { flexGrow: 1 } },
})
