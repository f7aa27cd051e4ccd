// The set-up scripts of an instance (CI-85, CI-86): which they are, what became of them, their logs, and another try.

import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../../api/api-versions.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses, type WorkspaceKey } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { codeBlock } from '../../../ui/code-block.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Compute } from '../compute.ts'
import { refreshComputes } from '../compute-queries.ts'
import { ScriptLog } from './script-log.tsx'
import { reasonAgainstRetry, type ScriptKind, type SetupRun, type SetupScript } from './setup.ts'

interface Props {
  readonly workspace: WorkspaceKey
  readonly compute: Compute
}

export function SetupPanel({ workspace, compute }: Props) {
  const text = useText()
  if (compute.setup.length === 0) return null
  return (
    <Panel title={text('Set-up scripts')} isWide>
      {compute.setup.map((script) => (
        <Script key={script.kind} {...{ workspace, compute, script }} />
      ))}
    </Panel>
  )
}

const titles: Readonly<Record<ScriptKind, string>> = { creation: 'Creation script', startup: 'Start-up script' }

function Script({ workspace, compute, script }: Props & { readonly script: SetupScript }) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [isLogShown, setLogShown] = useState(false)
  const { kind, lastRun } = script
  const title = text(titles[kind])
  const retry = useMutation({
    mutationFn: () =>
      arm.post(addresses.computeAction(workspace, compute.name, 'retrySetup'), apiVersions.machineLearning, { kind }),
    onSuccess: () => {
      setLogShown(true)
      return refreshComputes(queryClient, workspace)
    },
  })
  const reason = retry.isPending ? 'It is being asked for.' : reasonAgainstRetry(compute.state)
  const logReason = lastRun === undefined ? text('It has not run yet.') : undefined
  return (
    <section className={styles.script} aria-label={title}>
      <div className={styles.head}>
        <Text as="h3" weight="semibold">
          {title}
        </Text>
        {lastRun !== undefined && <RunState run={lastRun} />}
        <span className={styles.gap} />
        <ActionButton
          label={isLogShown ? text('Hide the log') : text('Show the log')}
          of={title}
          reason={logReason}
          onClick={() => setLogShown(!isLogShown)}
        />
        <ActionButton
          label={text('Run again')}
          of={title}
          reason={reason === undefined ? undefined : text(reason)}
          onClick={() => retry.mutate()}
        />
      </div>
      {retry.error !== null && <ErrorNote error={retry.error} />}
      <ScriptFacts title={title} script={script} />
      {isLogShown && lastRun !== undefined && <ScriptLog workspace={workspace} name={compute.name} script={script} />}
    </section>
  )
}

function ScriptFacts({ title, script }: { readonly title: string; readonly script: SetupScript }) {
  const text = useText()
  const styles = useStyles()
  const [isShown, setShown] = useState(false)
  const { path, source, digest, lastRun } = script
  const label = isShown ? text('Hide the script') : text('Show the script')
  return (
    <>
      <Facts
        of={{
          [text('Script')]: path ?? (
            <Button
              size="small"
              aria-label={`${label} ${title}`}
              aria-expanded={isShown}
              onClick={() => setShown(!isShown)}
            >
              {label}
            </Button>
          ),
          [text('Arguments')]: script.arguments && <code>{script.arguments}</code>,
          [text('Time-out')]: script.timeout ?? text('15 minutes'),
          [text('Digest')]: digest && <code>{digest}</code>,
          [text('Last run')]: lastRun && (
            <>
              <Time at={lastRun.startedAt} />
              {lastRun.exitCode === undefined ? '' : ` · ${text('status {{code}}', { code: lastRun.exitCode })}`}
              {lastRun.message === undefined ? '' : ` · ${lastRun.message}`}
            </>
          ),
        }}
      />
      {isShown && source !== undefined && <pre className={styles.source}>{source}</pre>}
    </>
  )
}

const runTones = { succeeded: 'success', failed: 'danger', running: 'informative' } as const
const runWords: Readonly<Record<SetupRun['state'], string>> = {
  succeeded: 'Succeeded',
  failed: 'Failed',
  running: 'Running',
}

function RunState({ run: { state } }: { readonly run: SetupRun }) {
  const text = useText()
  return (
    <Badge appearance="tint" color={runTones[state]}>
      {text(runWords[state])}
    </Badge>
  )
}

const useStyles = makeStyles({
  script: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  gap: { flexGrow: 1 },
  source: { ...codeBlock, maxHeight: '16rem' },
})
