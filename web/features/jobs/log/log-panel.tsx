// What a job prints, live: its output, its errors and what its preparation printed on each node.

import {
  Button,
  Link,
  makeStyles,
  SearchBox,
  Select,
  Spinner,
  Text,
  ToggleButton,
  tokens,
} from '@fluentui/react-components'
import {
  ArrowDownloadRegular,
  ArrowDownRegular,
  ArrowUpRegular,
  PauseRegular,
  PlayRegular,
} from '@fluentui/react-icons'
import { useDeferredValue, useState } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { byteSize } from '../../../ui/byte-size.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { shownName } from '../../../ui/shown-name.ts'
import { isNotKept } from '../files-query.ts'
import type { Job } from '../job.ts'
import { isOver } from '../job-state.ts'
import { NotKept } from '../not-kept.tsx'
import { LogView } from './log-view.tsx'
import { type JobLog, useJobLog } from './use-job-log.ts'

const usual = ['stdout.txt', 'stderr.txt']

/** `file`: name of the one that is shown; chosen by somebody. */
export function LogPanel(props: { readonly job: Job; readonly file: string; onFile(name: string): void }) {
  const { job, file: name, onFile } = props
  const text = useText()
  const styles = useStyles()
  const [isPaused, setPaused] = useState(false)
  const [isFollowed, setFollowed] = useState(!isOver(job))
  const log = useJobLog(job, name, isPaused)
  const isLive = !isOver(job)
  const names = [
    ...new Set([...usual, ...(log.files ?? []).filter(({ isFolder }) => !isFolder).map((file) => file.name)]),
  ]
  if (isNotKept(log.error)) {
    return (
      <Panel title={text('Log')} isWide>
        <NotKept />
      </Panel>
    )
  }
  return (
    <Panel title={text('Log')} isWide>
      {log.error !== null && <ErrorNote error={log.error} onRetry={log.retry} />}
      <div className={styles.tools}>
        <Select aria-label={text('File')} value={name} onChange={(_, { value }) => onFile(value)}>
          {names.map((each) => (
            <option key={each} value={each}>
              {shownName(each)}
            </option>
          ))}
        </Select>
        <ToggleButton
          icon={<ArrowDownRegular />}
          checked={isFollowed}
          onClick={() => setFollowed(!isFollowed)}
          appearance="subtle"
        >
          {text('Follow the end')}
        </ToggleButton>
        {isLive && (
          <Button
            appearance="subtle"
            icon={isPaused ? <PlayRegular /> : <PauseRegular />}
            onClick={() => setPaused(!isPaused)}
          >
            {isPaused ? text('Go on') : text('Pause')}
          </Button>
        )}
        {log.file?.href !== undefined && (
          <Link href={log.file.href} download={log.file.name} className={styles.link}>
            <ArrowDownloadRegular />
            {`${text('Download')} (${byteSize(log.file.size)})`}
          </Link>
        )}
        <Status log={log} isLive={isLive} isPaused={isPaused} />
      </div>
      {log.buffer.length > 0 && <Searched key={name} log={log} isFollowed={isFollowed} onFollow={setFollowed} />}
    </Panel>
  )
}

function Status({
  log,
  isLive,
  isPaused,
}: {
  readonly log: JobLog
  readonly isLive: boolean
  readonly isPaused: boolean
}) {
  const text = useText()
  const { files, file, buffer, error } = log
  if (error !== null) return undefined
  if (files === undefined) return <Spinner size="tiny" label={text('Looking')} />
  const words = () => {
    if (isPaused) return text('Paused: what comes is read when it goes on.')
    if (buffer.length === 0) return isLive ? text('Nothing is printed yet.') : text('Nothing was printed.')
    if (file !== undefined && buffer.offset < file.size) return text('Reading…')
    return isLive ? text('It runs: more will come.') : text('That is all of it.')
  }
  return (
    <Text size={200} role="status">
      {words()}
    </Text>
  )
}

function Searched(props: { readonly log: JobLog; readonly isFollowed: boolean; onFollow(isFollowed: boolean): void }) {
  const { log, isFollowed, onFollow } = props
  const text = useText()
  const styles = useStyles()
  const [find, setFind] = useState('')
  const [at, setAt] = useState<number>()
  const wanted = useDeferredValue(find)
  const matches = log.buffer.find(wanted)
  const go = (step: number) => {
    onFollow(false)
    if (matches.length > 0) setAt(((at ?? (step > 0 ? -1 : 0)) + step + matches.length) % matches.length)
  }
  return (
    <>
      <div className={styles.tools}>
        <SearchBox
          className={styles.find}
          placeholder={text('Find in the log')}
          aria-label={text('Find in the log')}
          value={find}
          onChange={(_, { value }) => {
            setFind(value)
            setAt(undefined)
          }}
          onKeyDown={({ key, shiftKey }) => key === 'Enter' && go(shiftKey ? -1 : 1)}
        />
        {wanted !== '' && (
          <>
            <Button
              appearance="subtle"
              icon={<ArrowUpRegular />}
              aria-label={text('Match before')}
              onClick={() => go(-1)}
            />
            <Button
              appearance="subtle"
              icon={<ArrowDownRegular />}
              aria-label={text('Next match')}
              onClick={() => go(1)}
            />
            <Text size={200} role="status">
              {at === undefined || matches.length === 0
                ? text('Lines found: {{lines}}', { lines: matches.length })
                : text('{{number}} of {{lines}} lines found', { number: at + 1, lines: matches.length })}
            </Text>
          </>
        )}
        {log.buffer.isCutOff && (
          <Text size={200}>{text('It is long: its beginning is left out here. The download has all of it.')}</Text>
        )}
      </div>
      <LogView
        count={log.buffer.length}
        line={(index) => log.buffer.line(index)}
        find={wanted}
        current={at === undefined ? undefined : matches[at]}
        isFollowed={isFollowed}
        onFollow={onFollow}
      />
    </>
  )
}

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  find: { flexGrow: 1, maxWidth: '20rem' },
  link: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
})
