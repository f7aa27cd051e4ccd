import { useText } from '../../i18n/use-text.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'

export function NotFoundPage() {
  const text = useText()
  return (
    <Page title={text('Nothing is at this address')}>
      <EmptyState
        title={text('It may have been deleted, or the address has a slip')}
        hint={text('The lists of the navigation have what there is.')}
        action={<a href="/studio/">{text('To the first page')}</a>}
      />
    </Page>
  )
}
