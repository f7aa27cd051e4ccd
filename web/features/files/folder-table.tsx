// What a folder holds: sorted, with rows to select and to open.

import { Link as FluentLink, makeStyles, tokens } from '@fluentui/react-components'
import {
  DocumentRegular,
  DocumentTextRegular,
  FolderRegular,
  ImageRegular,
  LinkRegular,
  NotebookRegular,
} from '@fluentui/react-icons'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { FileEntry } from '../../api/file-entries.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages, type WorkspaceKey } from '../../paths.ts'
import { byteSize } from '../../ui/byte-size.ts'
import { type Column, DataTable, type Selection } from '../../ui/data-table.tsx'
import { shownName } from '../../ui/shown-name.ts'
import { Time } from '../../ui/time.tsx'
import { viewOf } from './file-kind.ts'
import type { FileColumn } from './file-search.ts'

export interface FolderTableProps {
  readonly workspace: WorkspaceKey
  readonly path: string
  readonly entries: readonly FileEntry[]
  readonly sort: { readonly column: FileColumn; readonly isDown: boolean }
  readonly selection: Selection
  onSort(column: FileColumn): void
}

export function FolderTable({ workspace, path, entries, ...props }: FolderTableProps) {
  const text = useText()
  const styles = useStyles()
  const columns: readonly Column<FileEntry, FileColumn>[] = [
    {
      id: 'name',
      header: text('Name'),
      compare: (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }),
      cell: (entry) => (
        <span className={styles.name}>
          {iconOf(entry)}
          <EntryName workspace={workspace} path={path} entry={entry} />
        </span>
      ),
    },
    {
      id: 'size',
      header: text('Size'),
      width: '7rem',
      compare: (a, b) => (a.size ?? -1) - (b.size ?? -1),
      cell: ({ size }) => <span className={styles.number}>{byteSize(size)}</span>,
    },
    {
      id: 'modified',
      header: text('Changed'),
      width: '14rem',
      isExtra: true,
      compare: (a, b) => a.modifiedAt.localeCompare(b.modifiedAt),
      cell: ({ modifiedAt }) => <Time at={modifiedAt} />,
    },
  ]
  return (
    <DataTable
      {...props}
      label={text('Files')}
      rows={entries}
      columns={columns}
      keyOf={({ name }) => name}
      nameOf={({ name }) => shownName(name)}
    />
  )
}

function EntryName(props: { readonly workspace: WorkspaceKey; readonly path: string; readonly entry: FileEntry }) {
  const { workspace, path, entry } = props
  const text = useText()
  const name = shownName(entry.name)
  if (entry.kind === 'link') return <span title={text('A symbolic link: it is not followed here.')}>{name}</span>
  if (entry.kind === 'other') return <span title={text('Neither file nor folder.')}>{name}</span>
  const search = entry.kind === 'folder' ? { path: entry.path } : { ...(path === '' ? {} : { path }), file: entry.name }
  return (
    <Link to={pages.files(workspace)} search={search} activeOptions={{ exact: true, includeSearch: true }}>
      <FluentLink as="span">{name}</FluentLink>
    </Link>
  )
}

/** Folders first. */
function rank({ kind }: FileEntry): number {
  return kind === 'folder' ? 0 : 1
}

function iconOf({ kind, name }: FileEntry): ReactElement {
  if (kind === 'folder') return <FolderRegular aria-hidden />
  if (kind !== 'file') return <LinkRegular aria-hidden />
  const view = viewOf(name, 0)
  if (view.as === 'notebook') return <NotebookRegular aria-hidden />
  if (view.as === 'image') return <ImageRegular aria-hidden />
  return /\.(txt|md|py|sh|r|csv|tsv|json|ya?ml|toml|log)$/i.test(name) ? (
    <DocumentTextRegular aria-hidden />
  ) : (
    <DocumentRegular aria-hidden />
  )
}

const useStyles = makeStyles({
  name: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} 0`,
    overflowWrap: 'anywhere',
    // A name is read to its end, with all its blanks: what comes last may be what matters.
    whiteSpace: 'pre-wrap',
    '& svg': { flexShrink: 0 },
  },
  number: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
})
