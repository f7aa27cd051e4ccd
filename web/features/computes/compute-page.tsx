// One compute instance (CI-105, CI-86): what to open, how to reach it, what it does and why, and what can be done with it.

import { makeStyles, Spinner } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { pageColumns } from '../../ui/page-columns.ts'
import { Timeline } from '../../ui/timeline.tsx'
import { readCompute } from './compute.ts'
import { ComputeGone } from './compute-gone.tsx'
import { computeQuery } from './compute-queries.ts'
import { isUnderWay } from './compute-state.ts'
import { Applications } from './details/applications.tsx'
import { ComputeFacts } from './details/compute-facts.tsx'
import { Connections } from './details/connections.tsx'
import { DangerZone } from './details/danger-zone.tsx'
import { SchedulesPanel } from './details/schedules-panel.tsx'
import { ListActions } from './list-actions.tsx'
import { MetricsPanel } from './metrics/metrics-panel.tsx'
import { SetupPanel } from './setup/setup-panel.tsx'
import { StateBadge } from './state-badge.tsx'

const route = getRouteApi('/w/$subscription/$group/$workspace/compute/$name')

/** Deleting it stands apart. */
const withoutLoss = ['start', 'stop', 'restart'] as const

export function ComputePage() {
  const { name, ...key } = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, isPending, refetch } = useQuery(computeQuery(arm, key, name))
  if (data === null) return <ComputeGone workspace={key} name={name} />
  if (data === undefined) {
    return (
      <Page title={name}>
        {isPending && <Spinner label={text('Looking')} />}
        {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      </Page>
    )
  }
  const compute = readCompute(data)
  return (
    <Page
      title={compute.name}
      subtitle={<StateBadge compute={compute} />}
      actions={<ListActions workspace={key} selected={[compute]} offered={withoutLoss} onDone={() => undefined} />}
    >
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      <div className={styles.columns}>
        <Applications compute={compute} />
        <Connections compute={compute} />
        <ComputeFacts compute={compute} />
        <SchedulesPanel workspace={key} compute={compute} />
        <MetricsPanel compute={compute} />
        <SetupPanel workspace={key} compute={compute} />
        <Timeline
          path={addresses.computeEvents(key, name)}
          apiVersion={apiVersions.machineLearning}
          isLive={isUnderWay(compute.state)}
        />
        <DangerZone workspace={key} compute={compute} />
      </div>
    </Page>
  )
}

const useStyles = makeStyles({
  columns: pageColumns,
})
