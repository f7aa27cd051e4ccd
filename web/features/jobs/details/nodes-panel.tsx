// The nodes of a job: where it runs, and how they are entered meanwhile by whoever may.

import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses } from '../../../paths.ts'
import { CopyLine } from '../../../ui/copy-line.tsx'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Job } from '../job.ts'

interface Login {
  readonly nodeId: string
  readonly ipAddress: string
  readonly port: number
}

/** `mayEnter`: the person may be told where they are reached. */
export function NodesPanel({ job, mayEnter }: { readonly job: Job; readonly mayEnter: boolean }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const isRunning = job.state === 'running' || job.state === 'terminating'
  const { data, error } = useQuery({
    queryKey: ['job-logins', job.id, job.nodes],
    enabled: isRunning && mayEnter,
    queryFn: () =>
      arm.post<{ value: readonly Login[] }>(
        addresses.jobAction(job.key, 'listRemoteLoginInformation'),
        apiVersions.batchAi,
      ),
  })
  const logins = isRunning ? (data?.value ?? []) : []
  return (
    <Panel title={text('Nodes')}>
      {error !== null && <ErrorNote error={error} />}
      {job.nodes.length === 0 && <span>{text('It has none yet.')}</span>}
      <ul className={styles.list}>
        {job.nodes.map((name, index) => {
          const login = logins.find(({ nodeId }) => nodeId === name)
          return (
            <li key={name} className={styles.node}>
              <div className={styles.line}>
                <code>{name}</code>
                {index === 0 && job.nodes.length > 1 && (
                  <Text size={200}>{text('The command runs here; the others take part.')}</Text>
                )}
              </div>
              {login !== undefined && (
                <CopyLine text={`ssh USER@${login.ipAddress} -p ${login.port}`} label={`ssh ${name}`} />
              )}
            </li>
          )
        })}
      </ul>
      {isRunning && logins.length > 0 && (
        <Text size={200}>{text('USER is the one that the cluster was made with.')}</Text>
      )}
      {isRunning && !mayEnter && <Text size={200}>{text('Your roles here do not tell where nodes are entered.')}</Text>}
    </Panel>
  )
}

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', gap: tokens.spacingVerticalS },
  node: { display: 'grid', gap: tokens.spacingVerticalXS, minWidth: 0, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'baseline' },
})
