// The compute instances of a workspace (CI-104, CI-105): find them, see what they do, act on several at once.

import { Checkbox, Link as FluentLink, makeStyles, SearchBox, Spinner, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, pages, type WorkspaceKey } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import type { Compute } from './compute.ts'
import { computesQuery } from './compute-queries.ts'
import type { ComputeColumn } from './compute-search.ts'
import { CostSoFar } from './cost-so-far.tsx'
import { costsQuery, type MonthCost } from './costs-query.ts'
import { ListActions } from './list-actions.tsx'
import { StateBadge } from './state-badge.tsx'

const route = getRouteApi('/w/$subscription/$group/$workspace/compute')

export function ComputeListPage() {
  const key = route.useParams()
  const { arm, session } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = route.useNavigate()
  const { find = '', mine = false, sort = 'name', down = false } = route.useSearch()
  const { data, error, isPending, refetch } = useQuery(computesQuery(arm, key))
  const { data: costs } = useQuery(costsQuery(arm, addresses.workspace(key)))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const change = (part: Record<string, unknown>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  const rows = (data ?? []).filter((compute) =>
    isShown(compute, { find, personId: mine ? session.person.objectId : undefined }),
  )
  const create = () => void navigate({ to: pages.newCompute(key) })
  return (
    <Page
      title={text('Compute instances')}
      actions={<ActionButton appearance="primary" icon={<AddRegular />} label={text('New')} onClick={create} />}
    >
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.length === 0 && <NoneYet onCreate={create} />}
      {data !== undefined && data.length > 0 && (
        <>
          <div className={styles.tools}>
            <SearchBox
              placeholder={text('Find by name, size, owner or tag')}
              aria-label={text('Find')}
              value={find}
              onChange={(_, { value }) => change({ find: value === '' ? undefined : value })}
            />
            <Checkbox
              label={text('Mine only')}
              checked={mine}
              onChange={(_, { checked }) => change({ mine: checked === true ? true : undefined })}
            />
            <ListActions
              workspace={key}
              selected={data.filter(({ name }) => selected.has(name))}
              onDone={() => setSelected(new Set())}
            />
          </div>
          <DataTable
            label={text('Compute instances')}
            rows={rows}
            columns={[...columnsFor(text, key), ...costColumns(text, costs)]}
            keyOf={({ name }) => name}
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

function columnsFor(text: ReturnType<typeof useText>, key: WorkspaceKey): readonly Column<Compute, ComputeColumn>[] {
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
            {text(nextFiring.action)} <Time at={nextFiring.time} />
          </>
        ),
    },
    {
      id: 'created',
      header: text('Created'),
      isExtra: true,
      compare: by(({ createdAt }) => createdAt ?? ''),
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ]
}

/** Only where there is something to tell. */
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
      compare: (a, b) => (costOf(a)?.amount ?? -1) - (costOf(b)?.amount ?? -1),
      cell: (compute) => <CostSoFar cost={costOf(compute)} />,
    },
  ]
}

function isShown(compute: Compute, wanted: { readonly find: string; readonly personId: string | undefined }): boolean {
  const { name, size, ownerName, ownerId, creator, tags } = compute
  if (wanted.personId !== undefined && ownerId !== wanted.personId && creator.userId !== wanted.personId) return false
  const words = [name, size, ownerName, ...Object.entries(tags).flat()].join('\n').toLowerCase()
  return words.includes(wanted.find.trim().toLowerCase())
}

function NoneYet({ onCreate }: { onCreate(): void }) {
  const text = useText()
  return (
    <EmptyState
      title={text('No compute instance yet')}
      hint={text(
        'A compute instance is a development machine of your own: JupyterLab, a terminal and SSH, in a few seconds.',
      )}
      command="carrel compute create NAME --size STANDARD_D2_V2"
      action={<ActionButton appearance="primary" icon={<AddRegular />} label={text('Create one')} onClick={onCreate} />}
    />
  )
}

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
})
