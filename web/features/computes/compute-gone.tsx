import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/use-text.ts'
import { pages, type WorkspaceKey } from '../../paths.ts'
import { Page } from '../../ui/page.tsx'

/** Nothing has this name, any more or yet. */
export function ComputeGone({ workspace, name }: { readonly workspace: WorkspaceKey; readonly name: string }) {
  const text = useText()
  return (
    <Page title={name}>
      <p>{text('There is no compute instance of this name here: it may have been deleted.')}</p>
      <Link to={pages.computes(workspace)}>{text('All compute instances')}</Link>
    </Page>
  )
}
