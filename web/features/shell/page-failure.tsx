import type { ErrorComponentProps } from '@tanstack/react-router'
import { useText } from '../../i18n/use-text.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'

/** A page that could not be shown at all. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const text = useText()
  return (
    <Page title={text('This page could not be shown')}>
      <ErrorNote error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
    </Page>
  )
}
