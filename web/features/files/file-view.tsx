// One file of the share, open: shown as what it is, as far as that runs nothing, and edited where it is text.

import { makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular, ArrowLeftRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import type { FileEntry } from '../../api/file-entries.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { byteSize } from '../../ui/byte-size.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Time } from '../../ui/time.tsx'
import { contentQuery, entryQuery } from './content-query.ts'
import { viewOf } from './file-kind.ts'
import { ContentView } from './preview/content-view.tsx'
import type { FileRights } from './rights-query.ts'
import { useTransfers } from './transfers/use-transfers.ts'

export interface FileViewProps {
  readonly workspace: WorkspaceKey
  readonly path: string
  readonly rights: FileRights
  /** A notebook as the text it is made of. */
  readonly isSource: boolean
  onSource(isSource: boolean): void
  onClose(): void
}

export function FileView(props: FileViewProps) {
  const { workspace, path, rights, onClose } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const transfers = useTransfers(workspace)
  const { data, error, isPending, refetch } = useQuery(entryQuery(arm, workspace, path))
  return (
    <section aria-label={text('The open file')} className={styles.view}>
      <div className={styles.tools}>
        <ActionButton icon={<ArrowLeftRegular />} appearance="subtle" label={text('To the folder')} onClick={onClose} />
        <ActionButton
          icon={<ArrowDownloadRegular />}
          appearance="subtle"
          label={text('Download')}
          reason={rights.download ? undefined : text('Your role here does not let you download files.')}
          onClick={() => transfers.download(data ?? { path })}
        />
        {data !== undefined && (
          <span className={styles.facts}>
            {byteSize(data.size)} · <Time at={data.modifiedAt} />
          </span>
        )}
      </div>
      {isPending && <Spinner label={text('Looking')} />}
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Inside {...props} entry={data} />}
    </section>
  )
}

function Inside({ entry, ...props }: FileViewProps & { readonly entry: FileEntry }) {
  const { workspace, path, rights } = props
  const { arm } = useStudio()
  const text = useText()
  const view = viewOf(entry.name, entry.size ?? 0)
  const canLoad = entry.kind === 'file' && view.as !== 'too-large' && rights.download
  const { data, error, refetch } = useQuery({ ...contentQuery(arm, workspace, path), enabled: canLoad })
  if (entry.kind !== 'file') return <p>{text('This is no file.')}</p>
  if (!rights.download) return <p>{text('Your role here shows the names of files, not what is in them.')}</p>
  if (view.as === 'too-large') {
    const limit = byteSize(view.limit)
    return (
      <p>{text('Files of this kind are shown up to {{limit}}. Download it, or open it in JupyterLab.', { limit })}</p>
    )
  }
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Spinner label={text('Loading')} />
  return <ContentView {...props} view={view} content={data} />
}

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  facts: { color: tokens.colorNeutralForeground3 },
})
