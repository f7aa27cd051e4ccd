import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { ApiError } from '../../../api/api-error.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { bodyOf, type ComputeDraft, faultsOf } from './compute-draft.ts'
import { rehearse } from './rehearse.ts'

/** Asks the server, before anything is made, what it would say: what policies refuse, rights, quota. */
export function Rehearsal({ workspace, draft }: { readonly workspace: WorkspaceKey; readonly draft: ComputeDraft }) {
  const { arm, settings } = useStudio()
  const text = useText()
  const body = bodyOf(draft, settings.tenantId)
  const question = JSON.stringify([draft.name, body])
  const asked = useMutation({
    mutationFn: (_question: string) => rehearse(arm, workspace, { name: draft.name, body }),
  })
  const [fault] = Object.values(faultsOf(draft))
  const reason = asked.isPending ? 'It is being asked for.' : fault
  // What was answered about another draft says nothing of this one.
  const isOfThis = asked.variables === question
  return (
    <>
      <div>
        <ActionButton
          label={text('Check policies and rights')}
          reason={reason === undefined ? undefined : text(reason)}
          onClick={() => asked.mutate(question)}
        />
      </div>
      {isOfThis && asked.isSuccess && <NothingAgainst />}
      {isOfThis && asked.error !== null && <Against error={asked.error} />}
    </>
  )
}

function NothingAgainst() {
  const text = useText()
  return (
    <MessageBar intent="success" role="status">
      <MessageBarBody>{text('Nothing stands against it.')}</MessageBarBody>
    </MessageBar>
  )
}

function Against({ error }: { readonly error: Error }) {
  const text = useText()
  const isUnasked = error instanceof ApiError && error.status === 403 && error.message.includes('deployments/validate')
  if (!isUnasked) return <ErrorNote error={error} />
  return (
    <MessageBar intent="info" layout="multiline" role="status">
      <MessageBarBody>{text('Your role does not let you check here: Create will tell.')}</MessageBarBody>
    </MessageBar>
  )
}
