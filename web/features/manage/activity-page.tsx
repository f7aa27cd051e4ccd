// What was done in the subscription, by whom, and what was refused.

import { Badge, Link, makeStyles, SearchBox, Select, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { regionOf } from '../../ui/region-of.ts'
import { Time } from '../../ui/time.tsx'
import { useIsNarrow } from '../../ui/use-is-narrow.ts'
import { ActivityDetails } from './activity-details.tsx'
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
  const [shown, setShown] = useState<ActivityEvent>()
  const rows = (data ?? []).filter((event) => wordsOf(event).includes(find.trim().toLowerCase()))
  return (
    <Page title={text('Activity')}>
      <div className={styles.tools}>
        <SearchBox
          className={styles.find}
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
          columns={columnsFor(text, setShown)}
          keyOf={({ eventDataId }) => eventDataId}
          nameOf={({ operationName }) => operationName.localizedValue}
          sort={{ column: 'time', isDown: true }}
          onSort={() => undefined}
        />
      )}
      {data !== undefined && data.length > 0 && rows.length === 0 && <span>{text('None of them matches.')}</span>}
      {shown !== undefined && <ActivityDetails event={shown} onClose={() => setShown(undefined)} />}
    </Page>
  )
}

function columnsFor(
  text: ReturnType<typeof useText>,
  onShow: (event: ActivityEvent) => void,
): readonly Column<ActivityEvent, 'time' | 'what' | 'who' | 'where' | 'outcome'>[] {
  return [
    { id: 'time', header: text('When'), isExtra: true, cell: ({ eventTimestamp }) => <Time at={eventTimestamp} /> },
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
      cell: (event) => <What event={event} onShow={() => onShow(event)} />,
    },
    { id: 'who', header: text('Who'), isExtra: true, cell: ({ caller }) => caller },
    {
      id: 'where',
      header: text('Where'),
      isExtra: true,
      cell: ({ resourceId }) => placeOf(resourceId),
    },
  ]
}

/** On a narrow screen with all the rest, which has no columns there. */
function What({ event, onShow }: { readonly event: ActivityEvent; onShow(): void }) {
  const styles = useStyles()
  const isNarrow = useIsNarrow()
  const { i18n } = useTranslation()
  const { operationName, eventTimestamp, caller, resourceId } = event
  const what = shortName(operationName.localizedValue)
  // Whoever hears a list of links hears the rest of the line nowhere else.
  const when = new Intl.DateTimeFormat(regionOf(i18n.language), whole).format(new Date(eventTimestamp))
  return (
    <span className={styles.what}>
      <Link as="button" aria-label={[what, placeOf(resourceId), caller, when].join(', ')} onClick={onShow}>
        {what}
      </Link>
      {isNarrow && (
        <span className={styles.minor}>
          {`${placeOf(resourceId)} · ${caller} · `}
          <Time at={eventTimestamp} />
        </span>
      )}
    </span>
  )
}

const whole: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'medium' }

function placeOf(resourceId: string): string {
  return resourceId.split('/').slice(-2).join('/')
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
  find: { width: '24rem', maxWidth: '100%' },
  what: {
    whiteSpace: 'normal',
    display: 'grid',
    justifyItems: 'start',
    overflowWrap: 'anywhere',
    paddingBlock: tokens.spacingVerticalXS,
  },
  minor: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
})
