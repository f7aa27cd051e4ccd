// What went wrong: the code, the sentence, what to do next, and a way to try again where there is one. When it is the sign-in
// that has ended, the way is to sign in again in a window of its own: nothing typed here is lost.

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'
import { SignInExpired } from '../api/session.ts'
import { useStudio } from '../api/use-studio.ts'
import { useText } from '../i18n/use-text.ts'

export function ErrorNote({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  const text = useText()
  const styles = useStyles()
  if (error instanceof SignInExpired) return <SignInNote {...(onRetry === undefined ? {} : { onRetry })} />
  const code = error instanceof ApiError ? error.code : undefined
  const nextStep = error instanceof ApiError ? error.nextStep : undefined
  const details = error instanceof ApiError ? error.details.filter(({ message }) => message !== error.message) : []
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody className={styles.words}>
        <MessageBarTitle>{code ?? text('It did not work')}</MessageBarTitle> {error.message}
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

function SignInNote({ onRetry }: { readonly onRetry?: () => void }) {
  const text = useText()
  const { session } = useStudio()
  const queryClient = useQueryClient()
  const again = useMutation({
    mutationFn: () => session.signInAgain(),
    onSuccess: async () => {
      onRetry?.()
      await queryClient.invalidateQueries()
    },
  })
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{text('Your sign-in has ended')}</MessageBarTitle>{' '}
        {again.isSuccess
          ? text('You are signed in again: go on where you were.')
          : text('Sign in again in a window of its own: nothing on this page is lost.')}
        {again.error !== null && <div>{again.error.message}</div>}
      </MessageBarBody>
      {!again.isSuccess && (
        <MessageBarActions>
          <Button onClick={() => again.mutate()}>{text('Sign in again')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}

/** Messages hold ids, which have no blanks. */
const useStyles = makeStyles({ words: { overflowWrap: 'anywhere', minWidth: 0 } })
