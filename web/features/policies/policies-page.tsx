// What resources must be: the policies in force at a group or the subscription, what is at fault, and rules of one's own.

import { Field, makeStyles, Select, Spinner } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { AssignmentList } from './assignment-list.tsx'
import { DefinitionList } from './definition-list.tsx'
import { FaultList } from './fault-list.tsx'
import { NewDefinition } from './new-definition.tsx'
import { NewPolicyAssignment } from './new-policy-assignment.tsx'
import { policyAssignmentsQuery, policyDefinitionsQuery, policyFaultsQuery, policySetsQuery } from './policy-queries.ts'
import { SetList } from './set-list.tsx'

const route = getRouteApi('/g/$subscription/$group/policies')

export function PoliciesPage() {
  const key = route.useParams()
  const { at } = route.useSearch()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const scope = at === 'subscription' ? addresses.subscription(key.subscription) : addresses.resourceGroup(key)
  const assignments = useQuery(policyAssignmentsQuery(arm, scope))
  const definitions = useQuery(policyDefinitionsQuery(arm, key.subscription))
  const sets = useQuery(policySetsQuery(arm, key.subscription))
  const faults = useQuery(policyFaultsQuery(arm, scope))
  const all = [assignments, definitions, sets, faults]
  const [error] = all.flatMap((each) => each.error ?? [])
  const goTo = (level: string) =>
    void navigate({
      to: '/g/$subscription/$group/policies',
      params: key,
      search: level === 'subscription' ? { at: 'subscription' } : {},
      replace: true,
    })
  return (
    <Page title={text('Policies')}>
      <Field label={text('At')} className={styles.scope}>
        <Select value={at ?? 'group'} onChange={(_, { value }) => goTo(value)}>
          <option value="group">{text('Resource group {{name}}', { name: key.group })}</option>
          <option value="subscription">{text('Subscription {{name}}', { name: key.subscription })}</option>
        </Select>
      </Field>
      {error !== undefined && (
        <ErrorNote error={error} onRetry={() => void Promise.all(all.map((each) => each.refetch()))} />
      )}
      {all.some(({ isPending }) => isPending) && <Spinner label={text('Looking')} />}
      {assignments.data !== undefined && definitions.data !== undefined && sets.data !== undefined && (
        <>
          <Panel title={text('In force here')}>
            <AssignmentList
              {...{ scope }}
              assignments={assignments.data}
              definitions={[...definitions.data, ...sets.data]}
              faults={faults.data ?? []}
            />
          </Panel>
          <Panel title={text('Put a policy in force')}>
            <NewPolicyAssignment scope={scope} definitions={definitions.data} sets={sets.data} />
          </Panel>
          <Panel title={text('At fault')}>
            <FaultList faults={faults.data} assignments={assignments.data} />
          </Panel>
          <Panel title={text('Definitions')}>
            <DefinitionList definitions={definitions.data} />
          </Panel>
          {sets.data.length > 0 && (
            <Panel title={text('Initiatives')}>
              <SetList sets={sets.data} definitions={definitions.data} />
            </Panel>
          )}
          <Panel title={text('A policy of your own')}>
            <NewDefinition subscription={key.subscription} />
          </Panel>
        </>
      )}
    </Page>
  )
}

const useStyles = makeStyles({ scope: { maxWidth: '32rem' } })
