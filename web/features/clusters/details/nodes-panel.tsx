// The nodes of a cluster as they come and go, and of the one that is chosen how it is entered, what it does and why not.

import { makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Cluster } from '../cluster.ts'
import { NodeCounts } from '../node-counts.tsx'
import { NodeDetails } from './node-details.tsx'
import { NodeGrid } from './node-grid.tsx'
import { entrancesQuery, nodesQuery } from './part-queries.ts'

export function NodesPanel({ cluster }: { readonly cluster: Cluster }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [chosen, setChosen] = useState<string>()
  const nodes = useQuery(nodesQuery(arm, cluster.key))
  const entrances = useQuery(entrancesQuery(arm, cluster.key))
  const node = nodes.data?.find(({ nodeId }) => nodeId === chosen)
  const entrance = (nodeId: string) => entrances.data?.get(nodeId)
  return (
    <Panel title={text('Nodes')} isWide action={<NodeCounts counts={cluster.counts} />}>
      {nodes.error !== null && <ErrorNote error={nodes.error} onRetry={() => void nodes.refetch()} />}
      {nodes.isPending && <Spinner label={text('Looking')} />}
      {nodes.data?.length === 0 && <p className={styles.none}>{noneText(cluster, text)}</p>}
      {nodes.data !== undefined && nodes.data.length > 0 && (
        <NodeGrid nodes={nodes.data} entrance={entrance} chosen={node?.nodeId} onChoose={setChosen} />
      )}
      {node !== undefined && (
        <NodeDetails
          cluster={cluster}
          node={node}
          entrance={entrance(node.nodeId)}
          mayEnter={entrances.data !== null}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Panel>
  )
}

function noneText({ scale }: Cluster, text: ReturnType<typeof useText>): string {
  if (scale.kind === 'manual' && scale.count === 0)
    return text('It has no nodes, as somebody asked. Ask for some below: jobs wait until there are.')
  if (scale.kind === 'auto' && scale.least === 0)
    return text('It has no nodes now, and costs nothing. They come when a job waits in its queue.')
  return text('No nodes yet: they come as soon as there are cores for them.')
}

const useStyles = makeStyles({ none: { margin: 0, color: tokens.colorNeutralForeground3 } })
