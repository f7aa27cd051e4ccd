import { Button, Field, Input } from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Modal } from '../../ui/modal.tsx'
import { nameFault } from './file-path.ts'

export interface NameQuestion {
  readonly title: string
  readonly confirm: string
  readonly name: string
  act(name: string): Promise<void>
}

/** Asks for a name of a file or folder; what is refused is told here, so that nothing typed is lost. */
export function NameDialog(props: {
  readonly ask: NameQuestion
  readonly taken: ReadonlySet<string>
  onClose(): void
}) {
  const { ask, taken, onClose } = props
  const text = useText()
  const [name, setName] = useState(ask.name)
  const act = useMutation({ mutationFn: () => ask.act(name), onSuccess: onClose })
  const fault = name === ask.name ? undefined : nameFault(name, taken)
  const canConfirm = fault === undefined && name !== ask.name && !act.isPending
  return (
    <Modal
      title={ask.title}
      onClose={onClose}
      onSubmit={() => canConfirm && act.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{text('Cancel')}</Button>
          <Button appearance="primary" type="submit" disabledFocusable={!canConfirm}>
            {ask.confirm}
          </Button>
        </>
      }
    >
      <Field label={text('Name')} required {...(fault === undefined ? {} : { validationMessage: text(fault) })}>
        <Input
          value={name}
          autoComplete="off"
          spellCheck={false}
          onChange={(_, { value }) => setName(value)}
          onFocus={({ target }) => target.setSelectionRange(0, stemLength(target.value))}
        />
      </Field>
      {act.error !== null && <ErrorNote error={act.error} />}
    </Modal>
  )
}

/** What is likely to be changed of a name: all but its ending. */
function stemLength(name: string): number {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? dot : name.length
}
