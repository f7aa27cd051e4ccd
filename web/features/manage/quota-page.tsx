// How many cores there are, how many are in use, and by whom (CI-12): the answer to "why was mine refused".

import { makeStyles, ProgressBar, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages, workspaceKeyOf } from '../../paths.ts'
import { CopyLine } from '../../ui/copy-line.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { type Usage, usagesQuery } from './usage-queries.ts'

const route = getRouteApi('/w/$subscription/$group/$workspace/quota')

export function QuotaPage() {
  const { subscription } = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data = [], error, isPending, refetch } = useQuery(usagesQuery(arm, subscription))
  const [total, ...families] = data
  const idle = families.filter(({ used }) => used === 0)
  return (
    <Page title={text('Quota')}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {total !== undefined && (
        <>
          <Panel title={text('All cores')}>
            <UsageBar usage={total} />
          </Panel>
          <Panel title={text('In use, by family')}>
            {families.length === idle.length && <span>{text('Nobody holds cores.')}</span>}
            <ul className={styles.list}>
              {families.slice(0, families.length - idle.length).map((usage) => (
                <li key={usage.family}>
                  <UsageBar usage={usage} />
                  <Holders usage={usage} />
                </li>
              ))}
            </ul>
          </Panel>
          <Panel title={text('Not in use')}>
            <span>{idle.map(({ title, limit }) => `${title} (${limit})`).join(', ')}</span>
          </Panel>
          <Panel title={text('To change a limit')}>
            <CopyLine text="carrel quota set FAMILY CORES" />
          </Panel>
        </>
      )}
    </Page>
  )
}

function UsageBar({ usage }: { readonly usage: Usage }) {
  const text = useText()
  const { title, used, limit } = usage
  const isTight = used > limit * 0.9
  return (
    <div>
      <div>
        <strong>{title}</strong> {text('{{used}} of {{limit}} cores', { used, limit })}
      </div>
      <ProgressBar
        aria-label={title}
        value={limit === 0 ? 1 : Math.min(1, used / limit)}
        color={isTight ? 'warning' : 'brand'}
        thickness="large"
      />
    </div>
  )
}

function Holders({ usage }: { readonly usage: Usage }) {
  const text = useText()
  return (
    <ul>
      {usage.holders.map(({ id, cores }) => {
        const name = id.split('/').at(-1) ?? id
        const isInstance = /\/workspaces\/[^/]+\/computes\/[^/]+$/i.test(id)
        return (
          <li key={id}>
            {isInstance ? <Link to={pages.compute(workspaceKeyOf(id), name)}>{name}</Link> : name}{' '}
            {text('{{cores}} cores', { cores })}
          </li>
        )
      })}
    </ul>
  )
}

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
})
