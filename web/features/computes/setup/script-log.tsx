// The log of a set-up script, live, with search (CI-85). Nothing in it is taken for markup.

import { Button, makeStyles, SearchBox, Spinner, Text, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import { codeBlock } from '../../../ui/code-block.ts'
import { download } from '../../../ui/download.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { setupLogQuery } from './log-query.ts'
import { foundIn, type LogLine, linesIn } from './log-text.ts'
import type { SetupScript } from './setup.ts'

export function ScriptLog(props: {
  readonly workspace: WorkspaceKey
  readonly name: string
  readonly script: SetupScript
}) {
  const { workspace, name, script } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [find, setFind] = useState('')
  const queryClient = useQueryClient()
  const { data, error, isPending, refetch } = useQuery(
    setupLogQuery(arm, queryClient, { key: workspace, name, script }),
  )
  if (isPending) return <Spinner label={text('Looking')} />
  const shown = foundIn(linesIn(data?.text ?? ''), find)
  return (
    <div className={styles.log}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <>
          <div className={styles.tools}>
            <SearchBox
              placeholder={text('Find in the log')}
              aria-label={text('Find in the log')}
              value={find}
              onChange={(_, { value }) => setFind(value)}
            />
            <Button
              appearance="subtle"
              icon={<ArrowDownloadRegular />}
              onClick={() => download(`${name}-${script.kind}.log`, data.text, 'text/plain')}
            >
              {text('Download')}
            </Button>
            <Text size={200} role="status">
              {find.trim() === '' ? undefined : text('Lines found: {{lines}}', { lines: shown.length })}
              {data.isRunning && find.trim() === '' ? text('It runs: more will come.') : undefined}
            </Text>
          </div>
          <Lines lines={shown} isFollowed={data.isRunning && find === ''} />
        </>
      )}
    </div>
  )
}

function Lines({ lines, isFollowed }: { readonly lines: readonly LogLine[]; readonly isFollowed: boolean }) {
  const text = useText()
  const styles = useStyles()
  const box = useRef<HTMLPreElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the view
  useEffect(() => {
    if (isFollowed && box.current !== null) box.current.scrollTop = box.current.scrollHeight
  }, [isFollowed, lines.length])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <pre ref={box} className={styles.lines} tabIndex={0} aria-label={text('Log')} role="log">
      {lines.length === 0 ? text('Nothing is printed.') : lines.map(({ text: line }) => line).join('\n')}
    </pre>
  )
}

const useStyles = makeStyles({
  log: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  lines: { ...codeBlock, maxHeight: '24rem', lineHeight: tokens.lineHeightBase300 },
})
