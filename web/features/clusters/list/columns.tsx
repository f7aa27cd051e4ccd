import { Link as FluentLink } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { useText } from '../../../i18n/use-text.ts'
import { pages } from '../../../paths.ts'
import type { Column } from '../../../ui/data-table.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Cluster } from '../cluster.ts'
import type { ClusterColumn } from '../cluster-search.ts'
import { stateOf } from '../cluster-state.ts'
import { kindName } from '../kind-name.ts'
import { NodeCounts } from '../node-counts.tsx'
import { scaleText } from '../scale-text.ts'
import { StateBadge } from '../state-badge.tsx'

/** What can be seen of a cluster in a list. */
export function columnsFor(text: ReturnType<typeof useText>): readonly Column<Cluster, ClusterColumn>[] {
  const by = (read: (cluster: Cluster) => string) => (a: Cluster, b: Cluster) => read(a).localeCompare(read(b))
  const byNumber = (read: (cluster: Cluster) => number) => (a: Cluster, b: Cluster) => read(a) - read(b)
  return [
    {
      id: 'name',
      header: text('Name'),
      compare: by(({ name }) => name),
      cell: ({ key, name }) => <Link to={pages.cluster(key)}>{<FluentLink as="span">{name}</FluentLink>}</Link>,
    },
    {
      id: 'state',
      header: text('State'),
      compare: by(stateOf),
      cell: (cluster) => <StateBadge cluster={cluster} />,
    },
    {
      id: 'kind',
      header: text('Kind'),
      isExtra: true,
      compare: by(({ key }) => key.kind),
      cell: ({ key }) => <OneLine>{kindName(key.kind)}</OneLine>,
    },
    {
      id: 'workspace',
      header: text('Workspace'),
      isExtra: true,
      compare: by(({ key }) => key.workspace),
      cell: ({ key }) => key.workspace,
    },
    { id: 'size', header: text('Size'), isExtra: true, compare: by(({ size }) => size), cell: ({ size }) => size },
    {
      id: 'nodes',
      header: text('Nodes'),
      compare: byNumber(({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0)),
      cell: ({ counts }) => <NodeCounts counts={counts} />,
    },
    {
      id: 'target',
      header: text('Asked for'),
      isExtra: true,
      compare: byNumber(({ scale }) => (scale.kind === 'auto' ? scale.most : scale.count)),
      cell: ({ scale }) => <OneLine>{scaleText(scale, text)}</OneLine>,
    },
    {
      id: 'queue',
      header: text('Jobs waiting'),
      isNumber: true,
      isExtra: true,
      compare: byNumber(({ queued }) => queued ?? -1),
      cell: ({ queued }) => queued ?? '–',
    },
    {
      id: 'priority',
      header: text('Priority'),
      isExtra: true,
      compare: by(({ isLowPriority }) => String(isLowPriority)),
      cell: ({ isLowPriority }) => <OneLine>{isLowPriority ? text('Low priority') : text('Dedicated')}</OneLine>,
    },
    {
      id: 'created',
      header: text('Created'),
      isExtra: true,
      compare: by(({ createdAt }) => createdAt ?? ''),
      cell: ({ createdAt }) => (
        <OneLine>
          <Time at={createdAt} isShort />
        </OneLine>
      ),
    },
  ]
}

/** The columns are as wide as what is in them. */
function OneLine({ children }: { readonly children: ReactNode }) {
  return <span style={{ whiteSpace: 'nowrap' }}>{children}</span>
}
