// What the set-up task printed on a node, live. Nothing in it is taken for markup.

import { Field, makeStyles, Select, Spinner, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { codeBlock } from '../../../ui/code-block.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import type { Cluster } from '../cluster.ts'
import type { ClusterRights } from '../cluster-state.ts'
import { nodesQuery } from './part-queries.ts'
import { taskLogQuery } from './task-log-query.ts'

export function TaskLog(props: { readonly cluster: Cluster; readonly rights: ClusterRights | undefined }) {
  const { cluster, rights } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string>()
  const { data: nodes = [] } = useQuery(nodesQuery(arm, cluster.key))
  const first = nodes.find(({ state }) => state === 'unusable') ?? nodes[0]
  const node = nodes.find(({ nodeId }) => nodeId === chosen) ?? first
  const mayNot =
    rights?.readLog === false
      ? text('Your role here does not let you read logs: Contributor or Owner does.')
      : undefined
  const reason = mayNot ?? (node === undefined ? text('It has no node that has run it.') : undefined)
  return (
    <>
      <div className={styles.line}>
        {nodes.length > 1 && (
          <Field label={text('Node')}>
            <Select value={node?.nodeId ?? ''} onChange={(_, { value }) => setChosen(value)}>
              {nodes.map(({ nodeId }) => (
                <option key={nodeId} value={nodeId}>
                  {nodeId}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <ActionButton
          label={isOpen ? text('Hide the log') : text('Show the log')}
          reason={reason}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && node !== undefined && mayNot === undefined && <Lines cluster={cluster} nodeId={node.nodeId} />}
    </>
  )
}

function Lines({ cluster, nodeId }: { readonly cluster: Cluster; readonly nodeId: string }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, isPending, refetch } = useQuery(taskLogQuery(arm, cluster.key, nodeId))
  if (isPending) return <Spinner label={text('Looking')} />
  return (
    <>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data?.isRunning === true && (
        <Text size={200} role="status">
          {text('It runs: more will come.')}
        </Text>
      )}
      {data !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        <pre className={styles.lines} tabIndex={0} role="log" aria-label={text('Log')}>
          {data.text === '' ? text('Nothing is printed.') : data.text}
        </pre>
      )}
    </>
  )
}

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  lines: { ...codeBlock, maxHeight: '20rem' },
})
