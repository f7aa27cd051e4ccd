import { useText } from '../../i18n/use-text.ts'
import { Page } from '../../ui/page.tsx'

export function NotFoundPage() {
  const text = useText()
  return (
    <Page title={text('Nothing is at this address')}>
      <a href="/studio/">{text('To the first page')}</a>
    </Page>
  )
}
