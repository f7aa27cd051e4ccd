// How many cores there are, how many are in use, and by whom (CI-12): the answer to "why was mine refused".

import { makeStyles, ProgressBar, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages, workspaceKeyOf } from '../../paths.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { ShortList } from '../../ui/short-list.tsx'
import { LimitForm } from './limit-form.tsx'
import { lowPriority, type Usage, usagesQuery } from './usage-queries.ts'
import { usageTitle } from './usage-title.ts'

const route = getRouteApi('/w/$subscription/$group/$workspace/quota')
export function QuotaPage() {
  const { subscription } = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data = [], error, isPending, refetch } = useQuery(usagesQuery(arm, subscription))
  const [total, ...others] = data
  const low = others.find(({ family }) => family === lowPriority)
  const families = others.filter((each) => each !== low)
  const held = families.filter(({ used }) => used > 0)
  return (
    <Page title={text('Quota')}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {total !== undefined && (
        <>
          <Panel title={text('All cores')}>
            <UsageBar usage={total} />
            {low !== undefined && <UsageBar usage={low} />}
          </Panel>
          <Panel title={text('In use, by family')}>
            {held.length === 0 && <span>{text('Nobody holds cores.')}</span>}
            {held.length > 0 && (
              <ul className={styles.list}>
                {held.map((usage) => (
                  <li key={usage.family} className={styles.family}>
                    <UsageBar usage={usage} />
                    <Holders usage={usage} />
                  </li>
                ))}
              </ul>
            )}
          </Panel>
          <Panel title={text('Not in use')}>
            <ul className={styles.idle}>
              {families
                .filter(({ used }) => used === 0)
                .map(({ family, title, limit }) => (
                  <li key={family} className={styles.line}>
                    <span>{title}</span>
                    <span className={styles.count}>{text('{{count}} cores', { count: limit })}</span>
                  </li>
                ))}
            </ul>
          </Panel>
          <Panel title={text('Change a limit')}>
            <LimitForm subscription={subscription} usages={data} />
          </Panel>
        </>
      )}
    </Page>
  )
}

function UsageBar({ usage }: { readonly usage: Usage }) {
  const text = useText()
  const styles = useStyles()
  const { used, limit } = usage
  const title = usageTitle(usage, text)
  const isTight = used > limit * 0.9
  return (
    <div>
      <div className={styles.line}>
        <strong>{title}</strong>
        <span className={styles.count}>{text('{{used}} of {{limit}} cores', { used, limit })}</span>
      </div>
      <ProgressBar
        aria-label={title}
        value={limit === 0 ? 1 : Math.min(1, used / limit)}
        color={isTight ? 'warning' : 'brand'}
        thickness="large"
        className={styles.bar}
      />
    </div>
  )
}

function Holders({ usage }: { readonly usage: Usage }) {
  const text = useText()
  const styles = useStyles()
  return (
    <ShortList of={usage.holders} wordsOf={({ id }) => id}>
      {(shown) => (
        <ul className={styles.holders}>
          {shown.map(({ id, cores }) => {
            const name = id.split('/').at(-1) ?? id
            const isInstance = /\/workspaces\/[^/]+\/computes\/[^/]+$/i.test(id)
            return (
              <li key={id}>
                {isInstance ? <Link to={pages.compute(workspaceKeyOf(id), name)}>{name}</Link> : name}{' '}
                <span className={styles.count}>{text('{{count}} cores', { count: cores })}</span>
              </li>
            )
          })}
        </ul>
      )}
    </ShortList>
  )
}

const columns = 'repeat(auto-fill, minmax(min(15rem, 100%), 1fr))'

const useStyles = makeStyles({
  list: { ...plainList, gap: tokens.spacingVerticalXL },
  family: { display: 'grid', gap: tokens.spacingVerticalS },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    overflowWrap: 'anywhere',
  },
  // Where the system paints its own colours, track and bar would be one.
  bar: { '@media screen and (forced-colors: active)': { backgroundColor: 'Canvas', outline: '1px solid CanvasText' } },
  holders: {
    ...plainList,
    gridTemplateColumns: columns,
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXL}`,
    overflowWrap: 'anywhere',
  },
  idle: {
    ...plainList,
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(18rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXXXL}`,
  },
  count: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
})
