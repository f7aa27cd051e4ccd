// The clusters of all workspaces in one list (BA-33): find them, see what their nodes do and who waits, delete several at once.

import { makeStyles, SearchBox, Select, Spinner, tokens } from '@fluentui/react-components'
import { AddRegular, ServerRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { ArmClient } from '../../api/arm-client.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import type { Cluster } from './cluster.ts'
import { clustersQuery } from './cluster-queries.ts'
import { type ClusterSearch, hiddenAtFirst } from './cluster-search.ts'
import { isUnderWay, stateOf } from './cluster-state.ts'
import { ColumnMenu } from './list/column-menu.tsx'
import { columnsFor } from './list/columns.tsx'
import { DeleteClusters } from './list/delete-clusters.tsx'

const route = getRouteApi('/clusters')

export function ClusterListPage() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = route.useNavigate()
  const search = route.useSearch()
  const { find = '', kind, state, sort = 'name', down = false, hide = hiddenAtFirst } = search
  const { data, error, isPending, refetch } = useClusters(arm)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const change = (part: Record<string, unknown>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  const rows = (data ?? []).filter((cluster) => isShown(cluster, search))
  const create = () => void navigate({ to: pages.newCluster() })
  const columns = columnsFor(text)
  return (
    <Page
      title={text('Clusters')}
      actions={
        <>
          <ActionButton
            icon={<ServerRegular />}
            label={text('File servers')}
            onClick={() => void navigate({ to: pages.fileServers() })}
          />
          <ActionButton appearance="primary" icon={<AddRegular />} label={text('New')} onClick={create} />
        </>
      }
    >
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.length === 0 && <NoneYet onCreate={create} />}
      {data !== undefined && data.length > 0 && (
        <>
          <div className={styles.tools}>
            <SearchBox
              className={styles.find}
              placeholder={text('Find by name, workspace or size')}
              aria-label={text('Find')}
              value={find}
              onChange={(_, { value }) => change({ find: value === '' ? undefined : value })}
            />
            <Select
              aria-label={text('Kind')}
              value={kind ?? ''}
              onChange={(_, { value }) => change({ kind: value === '' ? undefined : value })}
            >
              <option value="">{text('Every kind')}</option>
              <option value="batch">Batch AI</option>
              <option value="ml">Azure ML</option>
            </Select>
            <Select
              aria-label={text('State')}
              value={state ?? ''}
              onChange={(_, { value }) => change({ state: value === '' ? undefined : value })}
            >
              <option value="">{text('Every state')}</option>
              <option value="busy">{text('Something under way')}</option>
              <option value="attention">{text('Something wrong')}</option>
            </Select>
            <ColumnMenu columns={columns} hidden={hide} onChange={(next) => change({ hide: next })} />
            <DeleteClusters
              selected={data.filter(({ id }) => selected.has(id))}
              onDone={() => setSelected(new Set())}
            />
          </div>
          <DataTable
            label={text('Clusters')}
            rows={rows}
            columns={columns.filter(({ id }) => !hide.includes(id))}
            keyOf={({ id }) => id}
            nameOf={({ name }) => name}
            sort={{ column: sort, isDown: down }}
            onSort={(column) => change({ sort: column, down: column === sort && !down ? true : undefined })}
            selection={{ keys: selected, change: setSelected }}
          />
          {rows.length === 0 && <p>{text('None of them matches.')}</p>}
        </>
      )}
    </Page>
  )
}

/** Of both kinds; undefined until both are there. */
function useClusters(arm: ArmClient) {
  const batch = useQuery(clustersQuery(arm, 'batch'))
  const ml = useQuery(clustersQuery(arm, 'ml'))
  return {
    data: batch.data && ml.data && [...batch.data, ...ml.data],
    error: batch.error ?? ml.error,
    isPending: batch.isPending || ml.isPending,
    refetch: () => Promise.all([batch.refetch(), ml.refetch()]),
  }
}

function isShown(cluster: Cluster, { find = '', kind, state }: ClusterSearch): boolean {
  if (kind !== undefined && cluster.key.kind !== kind) return false
  const is = stateOf(cluster)
  if (state === 'busy' && !isUnderWay(is)) return false
  if (state === 'attention' && cluster.errors.length === 0 && is !== 'failed') return false
  const words = [cluster.name, cluster.key.workspace, cluster.key.group, cluster.size].join('\n').toLowerCase()
  return words.includes(find.trim().toLowerCase())
}

function NoneYet({ onCreate }: { onCreate(): void }) {
  const text = useText()
  return (
    <EmptyState
      title={text('No cluster yet')}
      hint={text(
        'A cluster is a set of equal nodes that runs jobs from a queue. It can grow and shrink by itself, to none when nothing waits.',
      )}
      command="carrel cluster create NAME --min 0 --max 4"
      action={<ActionButton appearance="primary" icon={<AddRegular />} label={text('Create one')} onClick={onCreate} />}
    />
  )
}

const useStyles = makeStyles({
  find: { width: 'min(20rem, 100%)' },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
})
