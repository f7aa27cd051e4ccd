// A new workspace in a resource group, or a new resource group.

import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import type { ResourceGroup } from './resource-group-queries.ts'

const location = 'local'

export function NewWorkspace({ groups }: { readonly groups: readonly ResourceGroup[] }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [chosen, setChosen] = useState('')
  const group = groups.find(({ id }) => id === chosen) ?? groups[0]
  const create = useMutation({
    mutationFn: async () => {
      if (group === undefined) return
      const body = { location, properties: { friendlyName: name, description } }
      await arm.put(addresses.workspace({ ...group.key, workspace: name }), apiVersions.machineLearning, body)
    },
    onSuccess: async () => {
      setName('')
      setDescription('')
      await queryClient.invalidateQueries({ queryKey: ['workspaces'] })
    },
  })
  const fault = faultOf(name)
  const noGroup = group === undefined ? text('Make a resource group first.') : undefined
  return (
    <>
      <div className={styles.line}>
        <Field label={text('Workspace name')}>
          <Input value={name} autoComplete="off" onChange={(_, { value }) => setName(value.trim())} />
        </Field>
        <Field label={text('In the group')}>
          <Select value={group?.id ?? ''} onChange={(_, { value }) => setChosen(value)}>
            {groups.map(({ id, name: groupName }) => (
              <option key={id} value={id}>
                {groupName}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={text('Description')}>
          <Input value={description} onChange={(_, { value }) => setDescription(value)} />
        </Field>
        <ActionButton
          appearance="primary"
          label={text('Add a workspace')}
          reason={fault === undefined ? noGroup : text(fault)}
          onClick={() => create.mutate()}
        />
      </div>
      {create.error !== null && <ErrorNote error={create.error} />}
    </>
  )
}

/** An English sentence, to be translated. */
function faultOf(name: string): string | undefined {
  if (name === '') return 'Give it a name.'
  const isName = /^[A-Za-z0-9][\w-]{2,32}$/.test(name)
  return isName ? undefined : 'A workspace has a name of 3 to 33 letters, digits, - and _.'
}

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
    '> .fui-Field': { maxWidth: '20rem' },
  },
})
