// One cluster (BA-33, BA-36, BA-39): its nodes as they come and go, who waits, how it came to be so, and what can be changed.

import { makeStyles, Spinner } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, type ClusterKey, pages } from '../../paths.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { pageColumns } from '../../ui/page-columns.ts'
import { Timeline } from '../../ui/timeline.tsx'
import type { Cluster } from './cluster.ts'
import { clusterQuery } from './cluster-queries.ts'
import { useClusterRights } from './cluster-rights.ts'
import { isUnderWay, stateOf } from './cluster-state.ts'
import { versionOf } from './cluster-version.ts'
import { ClusterFacts } from './details/cluster-facts.tsx'
import { DangerZone } from './details/danger-zone.tsx'
import { Faults } from './details/faults.tsx'
import { HistoryPanel } from './details/history-panel.tsx'
import { NodesPanel } from './details/nodes-panel.tsx'
import { QueuePanel } from './details/queue-panel.tsx'
import { ScalePanel } from './details/scale-panel.tsx'
import { TaskPanel } from './details/task-panel.tsx'
import { StateBadge } from './state-badge.tsx'

const route = getRouteApi('/clusters/at/$kind/$inSubscription/$inGroup/$inWorkspace/$name')

export function ClusterPage() {
  const { kind, inSubscription, inGroup, inWorkspace, name } = route.useParams()
  const at = { subscription: inSubscription, group: inGroup, workspace: inWorkspace }
  const key: ClusterKey = { ...at, kind: kind === 'ml' ? 'ml' : 'batch', name }
  const { arm } = useStudio()
  const text = useText()
  const { data, error, isPending, refetch } = useQuery(clusterQuery(arm, key))
  if (data === null) {
    return (
      <Page title={name}>
        <p>{text('There is no cluster of this name here: it may have been deleted.')}</p>
        <Link to={pages.clusters()}>{text('All clusters')}</Link>
      </Page>
    )
  }
  return (
    <Page title={data?.name ?? name} subtitle={data && <StateBadge cluster={data} />}>
      {isPending && <Spinner label={text('Looking')} />}
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data && <Parts cluster={data} />}
    </Page>
  )
}

function Parts({ cluster }: { readonly cluster: Cluster }) {
  const styles = useStyles()
  const { key, id } = cluster
  const [rights] = useClusterRights([{ id, kind: key.kind }])
  return (
    <>
      <Faults errors={cluster.errors} />
      <div className={styles.columns}>
        <NodesPanel cluster={cluster} />
        <HistoryPanel cluster={cluster} />
        {key.kind === 'batch' && <QueuePanel cluster={cluster} />}
        <ScalePanel cluster={cluster} rights={rights} />
        <ClusterFacts cluster={cluster} />
        {cluster.task !== undefined && <TaskPanel cluster={cluster} task={cluster.task} rights={rights} />}
        <Timeline
          path={addresses.clusterPart(key, 'events')}
          apiVersion={versionOf(key.kind)}
          isLive={isUnderWay(stateOf(cluster))}
        />
        <DangerZone cluster={cluster} rights={rights} />
      </div>
    </>
  )
}

const useStyles = makeStyles({
  columns: pageColumns,
})
