// The resource groups somebody sees, and a new one.

import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { ShortList } from '../../ui/short-list.tsx'
import type { ResourceGroup } from './resource-group-queries.ts'
import { ResourceLine } from './resource-line.tsx'

export interface ResourceGroupsPanelProps {
  readonly groups: readonly ResourceGroup[]
  readonly subscriptions: readonly string[]
}

export function ResourceGroupsPanel({ groups, subscriptions }: ResourceGroupsPanelProps) {
  const text = useText()
  const styles = useStyles()
  return (
    <Panel title={text('Resource groups')}>
      <NewGroup groups={groups} subscriptions={subscriptions} />
      <ShortList of={groups} wordsOf={({ name }) => name}>
        {(shown) => (
          <ul className={styles.list} aria-label={text('Resource groups')}>
            {shown.map(({ id, name, tags, state, key }) => (
              <ResourceLine
                key={id}
                {...{ id, name, tags, state }}
                apiVersion={apiVersions.resources}
                description={undefined}
                loss={text('Everything in it is deleted: workspaces, instances and files. This cannot be taken back.')}
                title={<strong>{name}</strong>}
                links={
                  <>
                    <Link to={pages.deployments(key)} aria-label={`${text('Deployments')} ${name}`}>
                      {text('Deployments')}
                    </Link>
                    <Link to={pages.policies(key)} aria-label={`${text('Policies')} ${name}`}>
                      {text('Policies')}
                    </Link>
                    <Link to={pages.access()} search={{ place: id }} aria-label={`${text('Access')} ${name}`}>
                      {text('Access')}
                    </Link>
                  </>
                }
              />
            ))}
          </ul>
        )}
      </ShortList>
    </Panel>
  )
}

function NewGroup({ groups, subscriptions }: ResourceGroupsPanelProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState('')
  const subscription = chosen || (subscriptions[0] ?? '')
  const create = useMutation({
    mutationFn: () =>
      arm.put(addresses.resourceGroup({ subscription, group: name }), apiVersions.resources, { location: 'local' }),
    onSuccess: async () => {
      setName('')
      await queryClient.invalidateQueries({ queryKey: ['resource-groups'] })
    },
  })
  const isTaken = groups.some(
    ({ key }) => key.subscription === subscription && key.group.toLowerCase() === name.toLowerCase(),
  )
  const reason = name === '' ? text('Give it a name.') : isTaken ? text('There is a group of this name.') : undefined
  return (
    <>
      <div className={styles.line}>
        <Field label={text('Name of the group')}>
          <Input value={name} autoComplete="off" onChange={(_, { value }) => setName(value.trim())} />
        </Field>
        {subscriptions.length > 1 && (
          <Field label={text('Subscription')}>
            <Select value={subscription} onChange={(_, { value }) => setChosen(value)}>
              {subscriptions.map((id) => (
                <option key={id}>{id}</option>
              ))}
            </Select>
          </Field>
        )}
        <ActionButton label={text('Add a resource group')} reason={reason} onClick={() => create.mutate()} />
      </div>
      {create.error !== null && <ErrorNote error={create.error} />}
    </>
  )
}

const useStyles = makeStyles({
  list: plainList,
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
})
