// The workspaces and resource groups somebody sees: to choose one, to make one, and to end one.

import { makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { plainList } from '../../ui/plain-list.ts'
import { ShortList } from '../../ui/short-list.tsx'
import { NewWorkspace } from './new-workspace.tsx'
import { resourceGroupsQuery, subscriptionsQuery } from './resource-group-queries.ts'
import { ResourceGroupsPanel } from './resource-groups-panel.tsx'
import { ResourceLine } from './resource-line.tsx'
import { type WorkspaceEntry, workspacesQuery } from './workspace-queries.ts'

export function WorkspacesPage() {
  const { arm } = useStudio()
  const text = useText()
  const { data, error, isPending, refetch } = useQuery(workspacesQuery(arm))
  const subscriptions = useQuery(subscriptionsQuery(arm)).data
  const groups = useQuery({ ...resourceGroupsQuery(arm, subscriptions ?? []), enabled: subscriptions !== undefined })
  return (
    <Page title={text('Workspaces')}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {groups.error !== null && <ErrorNote error={groups.error} onRetry={() => void groups.refetch()} />}
      {isPending && <Spinner label={text('Looking for your workspaces')} />}
      {data?.length === 0 && (
        <EmptyState
          title={text('No workspace is yours to see yet')}
          hint={text('An administrator gives you a role at one:')}
          command={'carrel role assignment create --assignee NAME --role "AzureML Data Scientist"'}
        />
      )}
      {data !== undefined && groups.data !== undefined && (
        <Panel title={text('Workspaces')}>
          <NewWorkspace groups={groups.data} />
          <WorkspaceList workspaces={data} />
        </Panel>
      )}
      {subscriptions !== undefined && subscriptions.length > 0 && groups.data !== undefined && (
        <ResourceGroupsPanel groups={groups.data} subscriptions={subscriptions} />
      )}
    </Page>
  )
}

function WorkspaceList({ workspaces }: { readonly workspaces: readonly WorkspaceEntry[] }) {
  const text = useText()
  const styles = useStyles()
  return (
    <ShortList of={workspaces} wordsOf={({ name, key, description }) => `${name} ${key.group} ${description}`}>
      {(listed) => (
        <ul className={styles.list} aria-label={text('Workspaces')}>
          {listed.map(({ id, name, key, description, tags, state }) => (
            <ResourceLine
              key={id}
              {...{ id, name, description, tags, state }}
              apiVersion={apiVersions.machineLearning}
              loss={text('Its instances, clusters and files are deleted with it. This cannot be taken back.')}
              title={
                <span className={styles.title}>
                  <Link to={pages.computes(key)}>{name}</Link>
                  <span className={styles.group}>{key.group}</span>
                </span>
              }
              links={
                <Link to={pages.access()} search={{ place: id }} aria-label={`${text('Access')} ${name}`}>
                  {text('Access')}
                </Link>
              }
            />
          ))}
        </ul>
      )}
    </ShortList>
  )
}

const useStyles = makeStyles({
  list: plainList,
  title: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    fontWeight: tokens.fontWeightSemibold,
  },
  group: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
})
