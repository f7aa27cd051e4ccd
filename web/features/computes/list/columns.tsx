import { Link as FluentLink } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import type { useText } from '../../../i18n/use-text.ts'
import { pages, type WorkspaceKey } from '../../../paths.ts'
import type { Column } from '../../../ui/data-table.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Compute } from '../compute.ts'
import type { ComputeColumn } from '../compute-search.ts'
import { CostSoFar } from '../cost-so-far.tsx'
import type { MonthCost } from '../costs-query.ts'
import { StateBadge } from '../state-badge.tsx'
import { OpenMenu } from './open-menu.tsx'

/** What can be seen of an instance in a list. `costs`: null and undefined: there is nothing to tell of them. */
export function columnsFor(
  text: ReturnType<typeof useText>,
  key: WorkspaceKey,
  costs: ReadonlyMap<string, MonthCost> | null | undefined,
): readonly Column<Compute, ComputeColumn>[] {
  return [...plainColumns(text, key), ...costColumns(text, costs)]
}

function plainColumns(text: ReturnType<typeof useText>, key: WorkspaceKey): readonly Column<Compute, ComputeColumn>[] {
  const by = (read: (compute: Compute) => string) => (a: Compute, b: Compute) => read(a).localeCompare(read(b))
  return [
    {
      id: 'name',
      header: text('Name'),
      compare: by(({ name }) => name),
      cell: ({ name }) => <Link to={pages.compute(key, name)}>{<FluentLink as="span">{name}</FluentLink>}</Link>,
    },
    {
      id: 'state',
      header: text('State'),
      compare: by(({ state }) => state),
      cell: (compute) => <StateBadge compute={compute} />,
    },
    {
      id: 'owner',
      header: text('Owner'),
      compare: by(({ ownerName }) => ownerName),
      cell: ({ ownerName }) => ownerName,
    },
    {
      id: 'apps',
      header: text('Applications'),
      isExtra: true,
      cell: (compute) => <OpenMenu compute={compute} />,
    },
    { id: 'size', header: text('Size'), isExtra: true, compare: by(({ size }) => size), cell: ({ size }) => size },
    {
      id: 'next',
      header: text('Next by schedule'),
      isExtra: true,
      compare: by(({ nextFiring }) => nextFiring?.time ?? '9'),
      cell: ({ nextFiring }) =>
        nextFiring === undefined ? (
          '–'
        ) : (
          <>
            {text(nextFiring.action)} <Time at={nextFiring.time} isShort />
          </>
        ),
    },
    {
      id: 'created',
      header: text('Created'),
      isExtra: true,
      compare: by(({ createdAt }) => createdAt ?? ''),
      cell: ({ createdAt }) => <Time at={createdAt} isShort />,
    },
  ]
}

function costColumns(
  text: ReturnType<typeof useText>,
  costs: ReadonlyMap<string, MonthCost> | null | undefined,
): readonly Column<Compute, ComputeColumn>[] {
  if (costs === null || costs === undefined) return []
  const costOf = ({ id }: Compute) => costs.get(id.toLowerCase())
  return [
    {
      id: 'cost',
      header: text('Cost this month'),
      isExtra: true,
      isNumber: true,
      compare: (a, b) => (costOf(a)?.amount ?? -1) - (costOf(b)?.amount ?? -1),
      cell: (compute) => <CostSoFar cost={costOf(compute)} />,
    },
  ]
}
