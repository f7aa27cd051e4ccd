// What was done in the subscription, by whom, and what was refused.

import { Badge, makeStyles, SearchBox, Select, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { type ActivityEvent, activityQuery } from './activity-queries.ts'
import type { ActivitySearch } from './activity-search.ts'

const route = getRouteApi('/w/$subscription/$group/$workspace/activity')
const tones: Readonly<Record<string, 'success' | 'danger' | 'informative'>> = { Succeeded: 'success', Failed: 'danger' }

export function ActivityPage() {
  const key = route.useParams()
  const { find = '', days = 1 } = route.useSearch()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const { data, error, isPending, refetch } = useQuery(activityQuery(arm, key.subscription, days))
  const change = (part: ActivitySearch) =>
    void navigate({
      to: '/w/$subscription/$group/$workspace/activity',
      params: key,
      search: (before) => ({ ...before, ...part }),
      replace: true,
    })
  const rows = (data ?? []).filter((event) => wordsOf(event).includes(find.trim().toLowerCase()))
  return (
    <Page title={text('Activity')}>
      <div className={styles.tools}>
        <SearchBox
          aria-label={text('Find')}
          placeholder={text('Find by action, person or resource')}
          value={find}
          onChange={(_, { value }) => change({ find: value })}
        />
        <Select
          aria-label={text('Since')}
          value={String(days)}
          onChange={(_, { value }) => change({ days: Number(value) })}
        >
          <option value="1">{text('Since yesterday')}</option>
          <option value="7">{text('The last 7 days')}</option>
          <option value="90">{text('The last 90 days')}</option>
        </Select>
      </div>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.length === 0 && (
        <EmptyState
          title={text('Nothing happened')}
          hint={text('Changes, and changes that were refused, appear here.')}
        />
      )}
      {data !== undefined && data.length > 0 && (
        <DataTable
          label={text('Activity')}
          rows={rows}
          columns={columnsFor(text)}
          keyOf={({ eventDataId }) => eventDataId}
          nameOf={({ operationName }) => operationName.localizedValue}
          sort={{ column: 'time', isDown: true }}
          onSort={() => undefined}
        />
      )}
    </Page>
  )
}

function columnsFor(
  text: ReturnType<typeof useText>,
): readonly Column<ActivityEvent, 'time' | 'what' | 'who' | 'where' | 'outcome'>[] {
  return [
    { id: 'time', header: text('When'), cell: ({ eventTimestamp }) => <Time at={eventTimestamp} /> },
    {
      id: 'outcome',
      header: text('Outcome'),
      cell: ({ status }) => (
        <Badge appearance="tint" color={tones[status.value] ?? 'informative'}>
          {text(status.value)}
        </Badge>
      ),
    },
    {
      id: 'what',
      header: text('What'),
      cell: ({ operationName, description }) => (
        <span title={description}>{shortName(operationName.localizedValue)}</span>
      ),
    },
    { id: 'who', header: text('Who'), isExtra: true, cell: ({ caller }) => caller },
    {
      id: 'where',
      header: text('Where'),
      isExtra: true,
      cell: ({ resourceId }) => resourceId.split('/').slice(-2).join('/'),
    },
  ]
}

/** Without the provider, whose name is the same in most lines. */
function shortName(action: string): string {
  return action.slice(action.indexOf('/') + 1)
}

function wordsOf({ operationName, caller, resourceId, description }: ActivityEvent): string {
  return [operationName.localizedValue, caller, resourceId, description].join('\n').toLowerCase()
}

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})
