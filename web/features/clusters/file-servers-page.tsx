// The file servers of all workspaces: folders that the nodes of clusters mount. Find them, make one, delete one.

import { makeStyles, SearchBox, Spinner } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Time } from '../../ui/time.tsx'
import { type FileServer, fileServersQuery } from './file-servers/file-server-queries.ts'
import type { FileServerColumn } from './file-servers/file-server-search.ts'
import { NewFileServer } from './file-servers/new-file-server.tsx'
import { useFileServerDeletion } from './file-servers/use-file-server-deletion.ts'
import { WorkspacesPanel } from './file-servers/workspaces-panel.tsx'

const route = getRouteApi('/clusters/file-servers')

export function FileServersPage() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = route.useNavigate()
  const { find = '', sort = 'name', down = false } = route.useSearch()
  const { data, error, isPending, refetch } = useQuery(fileServersQuery(arm))
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const deletion = useFileServerDeletion(data ?? [])
  const change = (part: Record<string, unknown>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  const rows = (data ?? []).filter((server) => isShown(server, find))
  const ask = (server: FileServer) =>
    setConfirmation({
      title: text('Delete {{name}}?', { name: server.name }),
      body: text('The files in it are lost for good. A file server that a cluster mounts is not deleted.'),
      confirm: text('Delete'),
      typed: server.name,
      act: () => deletion.remove(server),
    })
  const columns = [...columnsFor(text), actionColumn({ text, reasonAgainst: deletion.reasonAgainst, onDelete: ask })]
  return (
    <Page title={text('File servers')} subtitle={<Link to={pages.clusters()}>{text('All clusters')}</Link>}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.length === 0 && (
        <EmptyState
          title={text('No file server yet')}
          hint={text(
            'A file server is a folder that every node of a cluster mounts: what jobs read and write there outlives the nodes.',
          )}
        />
      )}
      {data !== undefined && data.length > 0 && (
        <>
          <SearchBox
            className={styles.find}
            placeholder={text('Find by name or workspace')}
            aria-label={text('Find')}
            value={find}
            onChange={(_, { value }) => change({ find: value === '' ? undefined : value })}
          />
          <DataTable
            label={text('File servers')}
            rows={rows}
            columns={columns}
            keyOf={({ id }) => id}
            nameOf={({ name }) => name}
            sort={{ column: sort, isDown: down }}
            onSort={(column) => change({ sort: column, down: column === sort && !down ? true : undefined })}
          />
          {rows.length === 0 && <p>{text('None of them matches.')}</p>}
        </>
      )}
      <Panel title={text('New file server')}>
        <NewFileServer />
      </Panel>
      <WorkspacesPanel />
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </Page>
  )
}

function columnsFor(text: ReturnType<typeof useText>): readonly Column<FileServer, FileServerColumn>[] {
  return [
    {
      id: 'name',
      header: text('Name'),
      compare: (a, b) => a.name.localeCompare(b.name),
      cell: ({ name }) => name,
    },
    {
      id: 'workspace',
      header: text('Workspace'),
      compare: (a, b) => a.place.workspace.localeCompare(b.place.workspace),
      cell: ({ place }) => place.workspace,
    },
    {
      id: 'created',
      header: text('Created'),
      isExtra: true,
      compare: (a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? ''),
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ]
}

function actionColumn(of: {
  readonly text: ReturnType<typeof useText>
  reasonAgainst(server: FileServer): string | undefined
  onDelete(server: FileServer): void
}): Column<FileServer, FileServerColumn> {
  const { text, reasonAgainst, onDelete } = of
  return {
    id: 'action',
    header: text('Actions'),
    cell: (server) => {
      const reason = reasonAgainst(server)
      return (
        <ActionButton
          appearance="subtle"
          icon={<DeleteRegular />}
          label={text('Delete')}
          of={server.name}
          reason={reason === undefined ? undefined : text(reason)}
          onClick={() => onDelete(server)}
        />
      )
    },
  }
}

function isShown({ name, place }: FileServer, find: string): boolean {
  return [name, place.workspace].join('\n').toLowerCase().includes(find.trim().toLowerCase())
}

const useStyles = makeStyles({ find: { width: 'min(24rem, 100%)' } })
