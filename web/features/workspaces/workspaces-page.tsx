// The workspaces somebody may see, to choose one.

import { Card, CardHeader, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { type WorkspaceEntry, workspacesQuery } from './workspace-queries.ts'

export function WorkspacesPage() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, isPending } = useQuery(workspacesQuery(arm))
  return (
    <Page title={text('Workspaces')}>
      {error !== null && <ErrorNote error={error} />}
      {!isPending && data?.length === 0 && (
        <EmptyState
          title={text('No workspace is yours to see yet')}
          hint={text('An administrator gives you a role at one:')}
          command={'carrel role assignment create --assignee NAME --role "AzureML Data Scientist"'}
        />
      )}
      <ul className={styles.list}>
        {data?.map((each) => (
          <WorkspaceCard key={each.id} workspace={each} />
        ))}
      </ul>
    </Page>
  )
}

function WorkspaceCard({ workspace }: { readonly workspace: WorkspaceEntry }) {
  const navigate = useNavigate()
  const open = () => {
    return navigate({ to: pages.computes(workspace.key) })
  }
  return (
    <li>
      <Card
        onClick={() => void open()}
        focusMode="off"
        role="link"
        tabIndex={0}
        onKeyDown={(event) => event.key === 'Enter' && void open()}
      >
        <CardHeader
          header={<Text weight="semibold">{workspace.name}</Text>}
          description={<Text size={200}>{workspace.description || workspace.key.group}</Text>}
        />
      </Card>
    </li>
  )
}

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(16rem, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
})
