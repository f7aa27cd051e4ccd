// A file of the workspace's share, chosen from its folders.

import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { ArrowUpRegular, DocumentTextRegular, FolderRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileEntry, folderQuery } from '../api/file-entries.ts'
import { useText } from '../i18n/use-text.ts'
import { ErrorNote } from './error-note.tsx'
import { Modal } from './modal.tsx'
import { shownName } from './shown-name.ts'

export interface FilePickerProps {
  readonly title: string
  /** What files of the share end in that may be chosen: `.sh`. */
  readonly ending: string
  query(path: string): ReturnType<typeof folderQuery>
  onChoose(path: string): void
  onClose(): void
}

export function FilePicker({ title, ending, query, onChoose, onClose }: FilePickerProps) {
  const text = useText()
  const styles = useStyles()
  const [folder, setFolder] = useState('')
  const { data, error, isPending, refetch } = useQuery(query(folder))
  const entries = data?.entries ?? []
  const folders = entries.filter(({ kind }) => kind === 'folder')
  const files = entries.filter(({ kind, name }) => kind === 'file' && name.toLowerCase().endsWith(ending))
  const left = entries.length - folders.length - files.length
  return (
    <Modal title={title} actions={<Button onClick={onClose}>{text('Cancel')}</Button>} onClose={onClose}>
      <div className={styles.place}>
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowUpRegular />}
          disabledFocusable={folder === ''}
          onClick={() => setFolder(folder.split('/').slice(0, -1).join('/'))}
        >
          {text('Up')}
        </Button>
        <span className={styles.path}>{`/${shownName(folder)}`}</span>
      </div>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      <ul className={styles.list} aria-label={text('What is in this folder')}>
        {[...folders, ...files].map((entry) => (
          <Row
            key={entry.name}
            entry={entry}
            onPress={() => (entry.kind === 'folder' ? setFolder(entry.path) : onChoose(entry.path))}
          />
        ))}
      </ul>
      {data !== undefined && files.length === 0 && (
        <p>{text('No file that ends in {{ending}} is in this folder.', { ending })}</p>
      )}
      {left > 0 && <p>{text('{{count}} others do not end in {{ending}}.', { count: left, ending })}</p>}
    </Modal>
  )
}

function Row({ entry, onPress }: { readonly entry: FileEntry; onPress(): void }) {
  const styles = useStyles()
  return (
    <li>
      <Button
        appearance="subtle"
        className={styles.row}
        icon={entry.kind === 'folder' ? <FolderRegular /> : <DocumentTextRegular />}
        onClick={onPress}
      >
        {shownName(entry.name)}
      </Button>
    </li>
  )
}

const useStyles = makeStyles({
  place: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  path: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  list: {
    margin: `${tokens.spacingVerticalS} 0`,
    padding: 0,
    listStyleType: 'none',
    maxHeight: '20rem',
    overflowY: 'auto',
  },
  row: { width: '100%', justifyContent: 'flex-start', fontWeight: tokens.fontWeightRegular, overflowWrap: 'anywhere' },
})
