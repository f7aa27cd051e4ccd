import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { ApiError } from '../api/api-error.ts'
import { SignInExpired } from '../api/session.ts'
import { useText } from '../i18n/use-text.ts'

/** What went wrong: the code, the sentence, what to do next, and a way to try again where there is one. */
export function ErrorNote({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  const text = useText()
  const code = error instanceof ApiError ? error.code : undefined
  const nextStep = error instanceof ApiError ? error.nextStep : undefined
  const isOver = error instanceof SignInExpired
  const details = error instanceof ApiError ? error.details.filter(({ message }) => message !== error.message) : []
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{isOver ? text('Your sign-in has ended') : (code ?? text('It did not work'))}</MessageBarTitle>{' '}
        {isOver ? text('Sign in again in another tab, then try again: nothing on this page is lost.') : error.message}
        {details.map(({ code: each, message }) => (
          <div key={`${each} ${message}`}>{message}</div>
        ))}
        {nextStep !== undefined && <div>{`${text('Next:')} ${nextStep}`}</div>}
      </MessageBarBody>
      {onRetry !== undefined && (
        <MessageBarActions>
          <Button onClick={onRetry}>{text('Try again')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
