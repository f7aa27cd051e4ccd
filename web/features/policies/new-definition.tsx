// A rule of one's own, written as JSON; a fault is told with its line, or by the server with its place in the rule.

import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { parseTemplate } from '../../ui/parse-template.ts'
import { definitionName, definitionProperties, exampleRule } from './definition-draft.ts'

export function NewDefinition({ subscription }: { readonly subscription: string }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [title, setTitle] = useState('')
  const [rule, setRule] = useState('')
  const name = definitionName(title)
  const save = useMutation({
    mutationFn: () =>
      arm.put(addresses.policyDefinition(subscription, name), apiVersions.policy, {
        properties: definitionProperties(title.trim(), rule),
      }),
    onSuccess: async () => {
      setTitle('')
      setRule('')
      await queryClient.invalidateQueries({ queryKey: ['policy-definitions'] })
    },
  })
  const parsed = rule.trim() === '' ? undefined : parseTemplate(rule)
  const fault =
    parsed !== undefined && 'fault' in parsed
      ? text('Line {{line}}: {{fault}}', { line: parsed.line, fault: parsed.fault })
      : undefined
  const reasons = [
    name === '' ? text('Give it a name.') : undefined,
    parsed === undefined ? text('Write the rule.') : undefined,
    fault === undefined ? undefined : text('Mend the rule.'),
  ]
  return (
    <div className={styles.form}>
      <Field label={text('Policy name')}>
        <Input value={title} autoComplete="off" onChange={(_, { value }) => setTitle(value)} />
      </Field>
      <Field label={text('Rule')} {...(fault === undefined ? {} : { validationMessage: fault })}>
        <Textarea
          className={styles.area}
          textarea={{ className: styles.text }}
          value={rule}
          spellCheck={false}
          onChange={(_, { value }) => setRule(value)}
        />
      </Field>
      {save.error !== null && <ErrorNote error={save.error} />}
      <div className={styles.line}>
        <ActionButton
          label={text('Save the policy')}
          reason={reasons.find((each) => each !== undefined)}
          onClick={() => save.mutate()}
        />
        <Button appearance="subtle" onClick={() => setRule(exampleRule)}>
          {text('Take an example')}
        </Button>
      </div>
    </div>
  )
}

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM, maxWidth: '44rem', minWidth: 0 },
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  area: { height: '16rem', '> textarea': { maxHeight: 'none', height: '100%' } },
  text: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})
