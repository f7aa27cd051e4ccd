// The files that all instances of the workspace share (CI-72): find, upload, download, edit and preview them.

import { MessageBar, MessageBarBody, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Folder, folderQuery } from '../../api/file-entries.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { useIsNarrow } from '../../ui/use-is-narrow.ts'
import { Crumbs } from './crumbs.tsx'
import { DeskLinks } from './desk-links.tsx'
import { DropZone } from './drop-zone.tsx'
import { joinedPath } from './file-path.ts'
import { FileView } from './file-view.tsx'
import { FolderTable } from './folder-table.tsx'
import { FolderTools } from './folder-tools.tsx'
import { FolderTree } from './folder-tree.tsx'
import { type FileRights, rightsQuery } from './rights-query.ts'
import type { Dropped } from './transfers/dropped-files.ts'
import { useTransfers } from './transfers/use-transfers.ts'
import { TransfersPanel } from './transfers-panel.tsx'
import { useFileChanges } from './use-file-changes.ts'

const route = getRouteApi('/w/$subscription/$group/$workspace/files')

/** Until it is known: the server decides. */
const anything: FileRights = { upload: true, write: true, delete: true, download: true }

export function FilesPage() {
  const key = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const isNarrow = useIsNarrow()
  const { path = '', file, source = false } = route.useSearch()
  const { data: rights = anything } = useQuery(rightsQuery(arm, key))
  const openFolder = (folder: string) =>
    void navigate({ to: pages.files(key), search: folder === '' ? {} : { path: folder } })
  return (
    <Page
      title={text('Notebooks')}
      subtitle={<Crumbs workspace={key} path={path} {...(file === undefined ? {} : { file })} />}
      actions={<DeskLinks workspace={key} path={file === undefined ? path : joinedPath(path, file)} />}
    >
      <TransfersPanel workspace={key} />
      <div className={styles.columns}>
        {!isNarrow && (
          <nav aria-label={text('Folders')} className={styles.tree}>
            <FolderTree workspace={key} path={path} onOpen={openFolder} />
          </nav>
        )}
        {file === undefined ? (
          <FolderPart key={path} path={path} rights={rights} />
        ) : (
          <FileView
            key={joinedPath(path, file)}
            workspace={key}
            path={joinedPath(path, file)}
            rights={rights}
            isSource={source}
            onSource={(isSource) =>
              void navigate({
                to: pages.files(key),
                search: { ...(path === '' ? {} : { path }), file, ...(isSource ? { source: true } : {}) },
                replace: true,
              })
            }
            onClose={() => openFolder(path)}
          />
        )}
      </div>
    </Page>
  )
}

function FolderPart({ path, rights }: { readonly path: string; readonly rights: FileRights }) {
  const key = route.useParams()
  const { arm } = useStudio()
  const text = useText()
  const navigate = useNavigate()
  const transfers = useTransfers(key)
  const changes = useFileChanges(key)
  const { sort = 'name', down = false } = route.useSearch()
  const { data, error, isPending, refetch } = useQuery(folderQuery(arm, key, path))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const entries = data?.entries ?? []
  const drop = ({ files, emptyFolders }: Dropped) => {
    transfers.upload(files, path)
    for (const folder of emptyFolders) void changes.makeFolder(joinedPath(path, folder))
  }
  return (
    <DropZone isOff={!rights.upload} onDrop={drop}>
      <FolderTools
        workspace={key}
        path={path}
        entries={entries}
        selected={entries.filter(({ name }) => selected.has(name))}
        rights={rights}
        onDone={() => setSelected(new Set())}
      />
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data !== undefined && <LeftOut folder={data} />}
      {data !== undefined && entries.length === 0 && (
        <EmptyState
          title={text('Nothing is in this folder yet')}
          hint={text(
            'Drop files here, or upload them. Every instance of the workspace sees them at ~/cloudfiles/code.',
          )}
          command={`carrel files put FILE '${path.replaceAll("'", "'\\''")}/'`}
        />
      )}
      {entries.length > 0 && (
        <FolderTable
          workspace={key}
          path={path}
          entries={entries}
          sort={{ column: sort, isDown: down }}
          selection={{ keys: selected, change: setSelected }}
          onSort={(column) =>
            void navigate({
              to: pages.files(key),
              search: {
                ...(path === '' ? {} : { path }),
                sort: column,
                ...(column === sort && !down ? { down: true } : {}),
              },
              replace: true,
            })
          }
        />
      )}
    </DropZone>
  )
}

function LeftOut({ folder }: { readonly folder: Folder }) {
  const text = useText()
  if (!folder.isCutOff && folder.unnameable === 0) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {folder.isCutOff && text('The folder holds more than is listed here.')}{' '}
        {folder.unnameable > 0 &&
          text('{{count}} entries have names that are no UTF-8: they are reached from an instance alone.', {
            count: folder.unnameable,
          })}
      </MessageBarBody>
    </MessageBar>
  )
}

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: '16rem minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
    '@media (max-width: 48rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  tree: {
    overflow: 'auto',
    maxHeight: 'calc(100dvh - 12rem)',
    padding: `2px ${tokens.spacingHorizontalM} 2px 2px`,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
})
