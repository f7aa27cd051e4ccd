import { useText } from './i18n/use-text.ts'

/** In a window that was opened for the sign-in of another, where it does not close by itself. */
export function SignedInElsewhere() {
  const text = useText()
  return (
    <main className="start-failure">
      <p>{text('You are signed in. Close this window and go on in the other one.')}</p>
    </main>
  )
}
