// What can be done in a folder, and with what is selected in it.

import { makeStyles, tokens } from '@fluentui/react-components'
import {
  ArrowDownloadRegular,
  DeleteRegular,
  DocumentAddRegular,
  FolderAddRegular,
  RenameRegular,
} from '@fluentui/react-icons'
import { useState } from 'react'
import type { FileEntry } from '../../api/file-entries.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm, type WorkspaceKey } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { shownName } from '../../ui/shown-name.ts'
import { joinedPath } from './file-path.ts'
import { NameDialog, type NameQuestion } from './name-dialog.tsx'
import type { FileRights } from './rights-query.ts'
import { useTransfers } from './transfers/use-transfers.ts'
import { UploadButtons } from './upload-buttons.tsx'
import { useFileChanges } from './use-file-changes.ts'

/** Of a request; the server takes a little more. */
const longestAddress = 14_000
export interface FolderToolsProps {
  readonly workspace: WorkspaceKey
  readonly path: string
  readonly entries: readonly FileEntry[]
  readonly selected: readonly FileEntry[]
  readonly rights: FileRights
  onDone(): void
}

export function FolderTools(props: FolderToolsProps) {
  const { workspace, path, entries, selected, rights, onDone } = props
  const text = useText()
  const styles = useStyles()
  const changes = useFileChanges(workspace)
  const transfers = useTransfers(workspace)
  const [question, setQuestion] = useState<NameQuestion>()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  // All that a folder holds is the folder.
  const packed = selected.length === entries.length ? [path] : selected.map((each) => each.path)
  const isTooLong = arm.fileZip(workspace, packed).length > longestAddress
  const reasons = reasonsAgainst({ selected, isTooLong }, rights, text)
  const [only] = selected
  const make = (kind: 'makeFolder' | 'makeFile', title: string) =>
    setQuestion({ title, confirm: text('Create'), name: '', act: (name) => changes[kind](joinedPath(path, name)) })
  const rename = ({ name, path: from }: FileEntry) =>
    setQuestion({
      title: text('Rename {{name}}', { name: shownName(name) }),
      confirm: text('Rename'),
      name,
      act: (next) => changes.rename(from, joinedPath(path, next)).then(onDone),
    })
  const askDelete = () =>
    setConfirmation({
      title: text('Delete {{count}} of them?', { count: selected.length }),
      body: text('Folders go with all that is in them. It cannot be taken back.'),
      names: selected.map(({ name }) => shownName(name)),
      confirm: text('Delete'),
      act: () => void changes.remove(selected).then(onDone),
    })
  const download = () =>
    selected.length === 1 && only?.kind === 'file' ? transfers.download(only) : transfers.downloadZip(packed)
  return (
    <div className={styles.tools}>
      <UploadButtons reason={reasons.upload} onFiles={(files) => transfers.upload(files, path)} />
      <ActionButton
        icon={<FolderAddRegular />}
        label={text('New folder')}
        reason={reasons.write}
        onClick={() => make('makeFolder', text('New folder'))}
      />
      <ActionButton
        icon={<DocumentAddRegular />}
        label={text('New file')}
        reason={reasons.upload}
        onClick={() => make('makeFile', text('New file'))}
      />
      <span className={styles.gap} />
      <ActionButton
        appearance="subtle"
        icon={<ArrowDownloadRegular />}
        label={selected.length > 1 || only?.kind === 'folder' ? text('Download as zip') : text('Download')}
        reason={reasons.download}
        onClick={download}
      />
      <ActionButton
        appearance="subtle"
        icon={<RenameRegular />}
        label={text('Rename')}
        reason={reasons.rename}
        onClick={() => only && rename(only)}
      />
      <ActionButton
        appearance="subtle"
        icon={<DeleteRegular />}
        label={text('Delete')}
        reason={reasons.delete}
        onClick={askDelete}
      />
      {question !== undefined && (
        <NameDialog
          ask={question}
          taken={new Set(entries.map(({ name }) => name))}
          onClose={() => setQuestion(undefined)}
        />
      )}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </div>
  )
}

function reasonsAgainst(
  { selected, isTooLong }: { readonly selected: readonly FileEntry[]; readonly isTooLong: boolean },
  rights: FileRights,
  text: (sentence: string) => string,
): Readonly<Partial<Record<'upload' | 'write' | 'delete' | 'download' | 'rename', string>>> {
  const change = text('Your role here does not let you change files.')
  const nothing = selected.length === 0 ? text('Select one or more first.') : undefined
  const isOdd = selected.some(({ kind }) => kind === 'link' || kind === 'other')
  const zipReason = isOdd
    ? text('Links and devices are not downloaded.')
    : isTooLong
      ? text('These are too many for one zip: select fewer of them, or all.')
      : undefined
  const reasons = {
    upload: rights.upload ? undefined : change,
    write: rights.write ? undefined : change,
    delete: rights.delete ? nothing : change,
    rename: rights.write ? (selected.length > 1 ? text('Select only one of them.') : nothing) : change,
    download: rights.download ? (nothing ?? zipReason) : text('Your role here does not let you download files.'),
  }
  return Object.fromEntries(Object.entries(reasons).filter(([, reason]) => reason !== undefined))
}

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  gap: { flexGrow: 1 },
})
