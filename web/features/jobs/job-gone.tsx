import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/use-text.ts'
import { type JobKey, pages } from '../../paths.ts'
import { Page } from '../../ui/page.tsx'

/** Nothing has this name, any more or yet. */
export function JobGone({ of: key }: { readonly of: JobKey }) {
  const text = useText()
  return (
    <Page title={key.job}>
      <p>{text('There is no job of this name here: it may have been deleted.')}</p>
      <Link to={pages.jobs(key)}>{text('All jobs')}</Link>
    </Page>
  )
}
