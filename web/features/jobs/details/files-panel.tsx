// What a job has written, in each of its output directories: sizes, folders to open, files to take along.

import { Button, Link, makeStyles, Select, Spinner, Text, tokens } from '@fluentui/react-components'
import { ArrowUpRegular, DocumentRegular, FolderRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { byteSize } from '../../../ui/byte-size.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { shownName } from '../../../ui/shown-name.ts'
import { Time } from '../../../ui/time.tsx'
import { isNotKept, type JobFile, jobFilesQuery, stdOutErr } from '../files-query.ts'
import type { Job } from '../job.ts'
import { NotKept } from '../not-kept.tsx'

export function FilesPanel({ job }: { readonly job: Job }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [directory, setDirectory] = useState(stdOutErr)
  const [folders, setFolders] = useState<readonly string[]>([])
  const path = folders.length === 0 ? '.' : folders.join('/')
  const { data, error, isPending, refetch } = useQuery(jobFilesQuery(arm, job, { directory, path, everyMs: 3_000 }))
  const outputs = (job.properties.outputDirectories ?? []).map(({ id }) => id)
  return (
    <Panel title={text('Files')}>
      {isNotKept(error) && <NotKept />}
      {error !== null && !isNotKept(error) && <ErrorNote error={error} onRetry={() => void refetch()} />}
      <div className={styles.line}>
        <Select
          aria-label={text('Output directory')}
          value={directory}
          onChange={(_, { value }) => {
            setDirectory(value)
            setFolders([])
          }}
        >
          <option value={stdOutErr}>{text('Standard output and error')}</option>
          {outputs.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </Select>
        {folders.length > 0 && (
          <Button appearance="subtle" icon={<ArrowUpRegular />} onClick={() => setFolders(folders.slice(0, -1))}>
            {text('Up')}
          </Button>
        )}
        <Text size={200} className={styles.path}>
          {folders.map(shownName).join(' / ')}
        </Text>
      </div>
      {isPending && <Spinner size="tiny" label={text('Looking')} />}
      {data?.length === 0 && <span>{text('No files yet.')}</span>}
      {data !== undefined && data.length > 0 && (
        <FileRows files={data} onOpen={(name) => setFolders([...folders, name])} />
      )}
    </Panel>
  )
}

function FileRows({ files, onOpen }: { readonly files: readonly JobFile[]; onOpen(name: string): void }) {
  const text = useText()
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {files.map(({ name, isFolder, size, modifiedAt, href }) => (
        <li key={name} className={styles.file}>
          {isFolder ? (
            <Link as="button" className={styles.name} onClick={() => onOpen(name)}>
              <FolderRegular aria-label={text('Folder')} /> {shownName(name)}
            </Link>
          ) : (
            <Link href={href} download={name} className={styles.name}>
              <DocumentRegular aria-hidden="true" /> {shownName(name)}
            </Link>
          )}
          <span className={styles.facts}>
            {!isFolder && byteSize(size)} <Time at={modifiedAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  path: { overflowWrap: 'anywhere' },
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'grid',
    gap: tokens.spacingVerticalS,
    maxHeight: '24rem',
    overflowY: 'auto',
  },
  file: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  name: { overflowWrap: 'anywhere', minWidth: 0, textAlign: 'left' },
  facts: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
})
