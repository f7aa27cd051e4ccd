import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import type { Addition } from '../api/additions.ts'
import { ApiError } from '../api/api-error.ts'
import { useText } from '../i18n/use-text.ts'
import { ActionButton } from './action-button.tsx'
import { ErrorNote } from './error-note.tsx'

/**
 * Asks the server, before anything is made, what it would say: what policies refuse, rights, quota. `template`: what is asked
 * about. `fault`: what is wrong with it already, a translated sentence.
 */
export function Rehearsal(props: {
  readonly template: string
  readonly fault: string | undefined
  rehearse(template: string): Promise<readonly Addition[]>
}) {
  const { template, fault } = props
  const text = useText()
  const asked = useMutation({ mutationFn: (question: string) => props.rehearse(question) })
  // What was answered about another draft says nothing of this one.
  const isOfThis = asked.variables === template
  return (
    <>
      <div>
        <ActionButton
          label={text('Check policies and rights')}
          reason={asked.isPending ? text('It is being asked for.') : fault}
          onClick={() => asked.mutate(template)}
        />
      </div>
      {isOfThis && asked.isSuccess && <NothingAgainst additions={asked.data} />}
      {isOfThis && asked.error !== null && <Against error={asked.error} />}
    </>
  )
}

function NothingAgainst({ additions }: { readonly additions: readonly Addition[] }) {
  const text = useText()
  return (
    <MessageBar intent="success" layout="multiline" role="status">
      <MessageBarBody>
        {text('Nothing stands against it.')}{' '}
        {additions.length === 0 ? text('No policy adds anything.') : text('Policies add to it:')}
        {additions.length > 0 && (
          <ul aria-label={text('Policies add to it:')}>
            {additions.map(({ path, value }) => (
              <li key={path}>
                <code>{`${path}: ${value}`}</code>
              </li>
            ))}
          </ul>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

function Against({ error }: { readonly error: Error }) {
  const text = useText()
  const isUnasked =
    error instanceof ApiError && error.status === 403 && /deployments\/(validate|whatIf)/.test(error.message)
  if (!isUnasked) return <ErrorNote error={error} />
  return (
    <MessageBar intent="info" layout="multiline" role="status">
      <MessageBarBody>{text('Your role does not let you check here: Create will tell.')}</MessageBarBody>
    </MessageBar>
  )
}
