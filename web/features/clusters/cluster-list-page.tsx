// The clusters of all workspaces in one list (BA-33): find them, see what their nodes do and who waits, delete several at once.

import { makeStyles, SearchBox, Select } from '@fluentui/react-components'
import { AddRegular, ServerRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { ArmClient } from '../../api/arm-client.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ColumnMenu } from '../../ui/column-menu.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import type { Cluster } from './cluster.ts'
import { clustersQuery } from './cluster-queries.ts'
import { type ClusterSearch, hiddenAtFirst } from './cluster-search.ts'
import { isUnderWay, stateOf } from './cluster-state.ts'
import { columnsFor } from './list/columns.tsx'
import { DeleteClusters } from './list/delete-clusters.tsx'

const route = getRouteApi('/clusters')

export function ClusterListPage() {
  const { arm } = useStudio()
  const text = useText()
  const navigate = route.useNavigate()
  const search = route.useSearch()
  const { sort = 'name', down = false, hide = hiddenAtFirst } = search
  const list = useClusters(arm)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const change = (part: Record<string, unknown>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  const { data = [] } = list
  const create = () => void navigate({ to: pages.newCluster() })
  const columns = columnsFor(text)
  return (
    <ListPage
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
      list={list}
      none={<NoneYet onCreate={create} />}
      filters={
        <>
          <ClusterFilters search={search} onChange={change} />
          <ColumnMenu columns={columns} hidden={hide} onChange={(next) => change({ hide: next })} />
        </>
      }
      acts={
        <DeleteClusters selected={data.filter(({ id }) => selected.has(id))} onDone={() => setSelected(new Set())} />
      }
      table={{
        rows: data.filter((cluster) => isShown(cluster, search)),
        columns: columns.filter(({ id }) => !hide.includes(id)),
        keyOf: ({ id }) => id,
        nameOf: ({ name }) => name,
        sort: { column: sort, isDown: down },
        selection: { keys: selected, change: setSelected },
      }}
      onChange={change}
    />
  )
}

function ClusterFilters(props: { readonly search: ClusterSearch; onChange(part: Record<string, unknown>): void }) {
  const { search, onChange } = props
  const text = useText()
  const styles = useStyles()
  const orNone = (value: string) => (value === '' ? undefined : value)
  return (
    <>
      <SearchBox
        className={styles.find}
        placeholder={text('Find by name, workspace or size')}
        aria-label={text('Find')}
        value={search.find ?? ''}
        onChange={(_, { value }) => onChange({ find: orNone(value) })}
      />
      <Select
        aria-label={text('Kind')}
        value={search.kind ?? ''}
        onChange={(_, { value }) => onChange({ kind: orNone(value) })}
      >
        <option value="">{text('Every kind')}</option>
        <option value="batch">Batch AI</option>
        <option value="ml">Azure ML</option>
      </Select>
      <Select
        aria-label={text('State')}
        value={search.state ?? ''}
        onChange={(_, { value }) => onChange({ state: orNone(value) })}
      >
        <option value="">{text('Every state')}</option>
        <option value="busy">{text('Something under way')}</option>
        <option value="attention">{text('Something wrong')}</option>
      </Select>
    </>
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

const useStyles = makeStyles({ find: { width: 'min(20rem, 100%)' } })
