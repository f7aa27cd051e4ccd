// Puts a definition in force at a scope, with its parameters; or tries it out, which only reports.

import { Checkbox, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { ParameterFields } from '../../ui/parameter-fields.tsx'
import { type Given, parameterFault, parametersOf, writeParameters } from '../../ui/template-parameters.ts'
import { type PolicyDefinition, type PolicySet, titleOf } from './policy-queries.ts'

interface Draft {
  readonly definitionId: string
  readonly title: string
  readonly isReportOnly: boolean
  readonly given: Given
}

const emptyDraft: Draft = { definitionId: '', title: '', isReportOnly: false, given: new Map() }

export interface NewPolicyAssignmentProps {
  readonly scope: string
  readonly definitions: readonly PolicyDefinition[]
  readonly sets: readonly PolicySet[]
}

export function NewPolicyAssignment({ scope, definitions, sets }: NewPolicyAssignmentProps) {
  const text = useText()
  const styles = useStyles()
  const [draft, setDraft] = useState(emptyDraft)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const definition = [...definitions, ...sets].find(({ id }) => id === draft.definitionId)
  const parameters = definition === undefined ? [] : parametersOf(definition.properties)
  const assign = useAssign(scope, () => setDraft(emptyDraft))
  const isMissing = parameters.some((each) => parameterFault(each, draft.given.get(each.name)) !== undefined)
  const reasons = [
    definition === undefined ? text('Choose a policy.') : undefined,
    isMissing ? text('Give every parameter that has no default.') : undefined,
    assign.isPending ? text('It is being asked for.') : undefined,
  ]
  const press = () =>
    assign.mutate({
      policyDefinitionId: draft.definitionId,
      displayName: draft.title || (definition && titleOf(definition)),
      parameters: writeParameters(parameters, draft.given),
      enforcementMode: draft.isReportOnly ? 'DoNotEnforce' : 'Default',
    })
  return (
    <div className={styles.form}>
      <Field
        label={text('Policy')}
        {...(definition?.properties.description === undefined ? {} : { hint: definition.properties.description })}
      >
        <Select
          value={draft.definitionId}
          onChange={(_, { value }) => setDraft({ ...emptyDraft, definitionId: value })}
        >
          <option value="">{text('Choose…')}</option>
          <Options label={text('Definitions')} of={definitions} />
          <Options label={text('Initiatives')} of={sets} />
        </Select>
      </Field>
      {definition !== undefined && (
        <>
          <Field label={text('Shown as')}>
            <Input
              value={draft.title}
              placeholder={titleOf(definition)}
              onChange={(_, { value }) => change({ title: value })}
            />
          </Field>
          <ParameterFields
            parameters={parameters}
            given={draft.given}
            none={text('The policy asks for no parameters.')}
            onChange={(name, value) => change({ given: new Map([...draft.given, [name, value]]) })}
          />
          <Checkbox
            label={text('Only report: refuse and change nothing')}
            checked={draft.isReportOnly}
            onChange={(_, { checked }) => change({ isReportOnly: checked === true })}
          />
        </>
      )}
      {assign.error !== null && <ErrorNote error={assign.error} />}
      <div>
        <ActionButton
          appearance="primary"
          label={text('Put in force')}
          reason={reasons.find((each) => each !== undefined)}
          onClick={press}
        />
      </div>
    </div>
  )
}

function Options({ label, of }: { readonly label: string; readonly of: readonly (PolicyDefinition | PolicySet)[] }) {
  if (of.length === 0) return null
  return (
    <optgroup label={label}>
      {of.map((each) => (
        <option key={each.id} value={each.id}>
          {titleOf(each)}
        </option>
      ))}
    </optgroup>
  )
}

function useAssign(scope: string, onDone: () => void) {
  const { arm } = useStudio()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (properties: Readonly<Record<string, unknown>>) =>
      arm.put(addresses.policyAssignment(scope, `studio-${crypto.randomUUID().slice(0, 8)}`), apiVersions.policy, {
        properties,
      }),
    onSuccess: async () => {
      onDone()
      const keys = ['policy-assignments', 'policy-states']
      await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    },
  })
}

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalM, maxWidth: '44rem', minWidth: 0 },
})
