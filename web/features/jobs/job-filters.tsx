import { Checkbox, makeStyles, SearchBox, Select } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import type { Job } from './job.ts'
import type { JobSearch } from './job-search.ts'
import { jobStates, wordFor } from './job-state.ts'

/** Narrows the list; what is chosen is part of the address. */
export function JobFilters(props: {
  readonly search: JobSearch
  readonly jobs: readonly Job[]
  onChange(part: Record<string, unknown>): void
}) {
  const { search, jobs, onChange } = props
  const text = useText()
  const styles = useStyles()
  const clusters = [...new Set(jobs.map(({ cluster }) => cluster))].toSorted()
  const orNone = (value: string) => (value === '' ? undefined : value)
  return (
    <>
      <SearchBox
        className={styles.find}
        placeholder={text('Find by name, experiment, person or command')}
        aria-label={text('Find')}
        value={search.find ?? ''}
        onChange={(_, { value }) => onChange({ find: orNone(value) })}
      />
      <Select
        aria-label={text('State')}
        value={search.state ?? ''}
        onChange={(_, { value }) => onChange({ state: orNone(value) })}
      >
        <option value="">{text('Every state')}</option>
        {jobStates.map((state) => (
          <option key={state} value={state}>
            {text(wordFor(state))}
          </option>
        ))}
      </Select>
      <Select
        aria-label={text('Cluster')}
        value={search.cluster ?? ''}
        onChange={(_, { value }) => onChange({ cluster: orNone(value) })}
      >
        <option value="">{text('Every cluster')}</option>
        {clusters.map((cluster) => (
          <option key={cluster} value={cluster}>
            {cluster}
          </option>
        ))}
      </Select>
      <Checkbox
        label={text('Mine only')}
        checked={search.mine === true}
        onChange={(_, { checked }) => onChange({ mine: checked === true ? true : undefined })}
      />
    </>
  )
}

/** `personId`: whose `mine` asks for. */
export function isShown(job: Job, { find = '', state, cluster, mine = false }: JobSearch, personId: string): boolean {
  if (mine && job.submitter.objectId !== personId) return false
  if (state !== undefined && job.state !== state) return false
  if (cluster !== undefined && job.cluster !== cluster) return false
  const { name, experiment, submitter, properties } = job
  const words = [name, experiment, job.cluster, submitter.name, properties.customToolkitSettings?.commandLine ?? '']
  return words.join('\n').toLowerCase().includes(find.trim().toLowerCase())
}

const useStyles = makeStyles({ find: { width: 'min(21rem, 100%)' } })
