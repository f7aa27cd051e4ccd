// Who may do what at a scope: the roles given there and above, the roles there are, and what one principal may do.

import { Field, makeStyles, Select, Spinner, Tab, TabList, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { rolesQuery } from './access-queries.ts'
import { type AccessSearch, type AccessTab, accessTabs } from './access-search.ts'
import { AssignmentsTab } from './assignments-tab.tsx'
import { CheckTab } from './check-tab.tsx'
import { principalsQuery } from './principals-query.ts'
import { RolesTab } from './roles-tab.tsx'
import { levelLabels, levels, scopesOf } from './scope.ts'

const route = getRouteApi('/access')

const tabLabels: Readonly<Record<AccessTab, string>> = {
  assignments: 'Role assignments',
  roles: 'Roles',
  check: 'Check access',
}

export function AccessPage() {
  const { place = '', level, tab = 'assignments', who = '' } = route.useSearch()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const scopes = scopesOf(place)
  const scope = scopes.find((each) => each.level === level) ?? scopes.at(-1)
  const id = scope?.id ?? ''
  const roles = useQuery(rolesQuery(arm, id))
  const principals = useQuery(principalsQuery(arm))
  const error = roles.error ?? principals.error
  const change = (part: AccessSearch) =>
    void navigate({ to: '/access', search: (before) => ({ ...before, ...part }), replace: true })
  return (
    <Page title={text('Access control')}>
      <Field label={text('At')} className={styles.scope}>
        <Select
          value={scope?.level ?? 'everything'}
          onChange={(_, { value }) => change({ level: levels.find((each) => each === value) ?? 'everything' })}
        >
          {scopes.map((each) => (
            <option key={each.level} value={each.level}>
              {text(levelLabels[each.level], { name: each.name })}
            </option>
          ))}
        </Select>
      </Field>
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => change({ tab: accessTabs.find((each) => each === value) ?? 'assignments' })}
      >
        {accessTabs.map((each) => (
          <Tab key={each} value={each}>
            {text(tabLabels[each])}
          </Tab>
        ))}
      </TabList>
      {error !== null && (
        <ErrorNote error={error} onRetry={() => void Promise.all([roles.refetch(), principals.refetch()])} />
      )}
      {(roles.isPending || principals.isPending) && <Spinner label={text('Looking')} />}
      {roles.data !== undefined && principals.data !== undefined && (
        <>
          {tab === 'assignments' && <AssignmentsTab scope={id} roles={roles.data} principals={principals.data} />}
          {tab === 'roles' && <RolesTab scope={id} roles={roles.data} />}
          {tab === 'check' && (
            <CheckTab
              scope={id}
              roles={roles.data}
              principals={principals.data}
              who={who}
              onWho={(objectId) => change({ who: objectId })}
            />
          )}
        </>
      )}
    </Page>
  )
}

const useStyles = makeStyles({
  tabs: { flexWrap: 'wrap' },
  scope: { maxWidth: '32rem', minWidth: 0, gap: tokens.spacingVerticalXXS },
})
