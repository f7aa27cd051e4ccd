// Changes the description and the tags of a workspace, or the tags of a resource group.

import { Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Modal } from '../../ui/modal.tsx'
import { printTags, readTags, type Tags } from './tags.ts'

export interface EditDialogProps {
  readonly id: string
  readonly apiVersion: string
  readonly name: string
  readonly description: string | undefined
  readonly tags: Tags
  onClose(): void
  onSaved(): Promise<unknown>
}

export function EditDialog({ id, apiVersion, name, onClose, onSaved, ...before }: EditDialogProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [description, setDescription] = useState(before.description)
  const [written, setWritten] = useState(printTags(before.tags))
  const tags = readTags(written)
  const save = useMutation({
    mutationFn: () =>
      arm.patch(id, apiVersion, { tags, ...(description === undefined ? {} : { properties: { description } }) }),
    onSuccess: async () => {
      await onSaved()
      onClose()
    },
  })
  const fault = tags === undefined ? text('Write each tag as name=value, one in a line.') : undefined
  return (
    <Modal
      title={text('Edit {{name}}', { name })}
      onClose={onClose}
      actions={
        <>
          <ActionButton label={text('Cancel')} onClick={onClose} />
          <ActionButton
            appearance="primary"
            label={text('Save')}
            reason={fault ?? (save.isPending ? text('It is being asked for.') : undefined)}
            onClick={() => save.mutate()}
          />
        </>
      }
    >
      <div className={styles.fields}>
        {description !== undefined && (
          <Field label={text('Description')}>
            <Input value={description} onChange={(_, { value }) => setDescription(value)} />
          </Field>
        )}
        <Field
          label={text('Tags')}
          hint={text('One in a line: name=value')}
          {...(fault === undefined ? {} : { validationMessage: fault })}
        >
          <Textarea value={written} rows={5} onChange={(_, { value }) => setWritten(value)} />
        </Field>
        {save.error !== null && <ErrorNote error={save.error} />}
      </div>
    </Modal>
  )
}

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalM },
})
