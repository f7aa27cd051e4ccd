import { makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { codeBlock } from '../../ui/code-block.ts'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CustomTitle } from '../../ui/custom-title.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { FoldedList } from '../../ui/folded-list.tsx'
import { type PolicyDefinition, titleOf } from './policy-queries.ts'

/** The rules there are, as they are written. */
export function DefinitionList({ definitions }: { readonly definitions: readonly PolicyDefinition[] }) {
  const styles = useStyles()
  return (
    <FoldedList
      of={definitions}
      wordsOf={(each) => titleOf(each)}
      keyOf={({ id }) => id}
      titleOf={(each) => <CustomTitle title={titleOf(each)} isCustom={isOwn(each)} />}
    >
      {(definition) => {
        const { description, parameters = {}, policyRule } = definition.properties
        return (
          <>
            {description !== undefined && <p className={styles.words}>{description}</p>}
            <pre className={styles.code}>{JSON.stringify({ parameters, policyRule }, undefined, 2)}</pre>
            {isOwn(definition) && <Deletion definition={definition} />}
          </>
        )
      }}
    </FoldedList>
  )
}

function isOwn({ properties }: PolicyDefinition): boolean {
  return properties.policyType === 'Custom'
}

function Deletion({ definition }: { readonly definition: PolicyDefinition }) {
  const { arm } = useStudio()
  const text = useText()
  const queryClient = useQueryClient()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const remove = useMutation({
    mutationFn: () => arm.delete(definition.id, apiVersions.policy),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['policy-definitions'] }),
  })
  const ask: Confirmation = {
    title: text('Delete {{name}}?', { name: titleOf(definition) }),
    body: text('It can be deleted once it is in force nowhere.'),
    confirm: text('Delete'),
    act: () => remove.mutate(),
  }
  return (
    <>
      {remove.error !== null && <ErrorNote error={remove.error} />}
      <ActionButton label={text('Delete')} of={titleOf(definition)} onClick={() => setConfirmation(ask)} />
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </>
  )
}

const useStyles = makeStyles({
  words: { overflowWrap: 'anywhere' },
  code: { ...codeBlock, margin: '1em 0', padding: tokens.spacingHorizontalS },
})
