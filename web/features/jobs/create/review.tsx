// What will be asked for, before it is: the job in a few facts, what the server says of it, and the same from elsewhere.

import { useMemo } from 'react'
import { rehearse } from '../../../api/rehearse.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import type { JobKey } from '../../../paths.ts'
import { durationText } from '../../../ui/duration-text.ts'
import { Equivalents } from '../../../ui/equivalents.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Rehearsal } from '../../../ui/rehearsal.tsx'
import { commandsIn } from '../details/commands-in.ts'
import { batchAiLines, carrelLines, templateOf } from './equivalents.ts'
import type { JobDraft } from './job-properties.ts'
import { wallClockMs } from './time-limit.ts'
import { startedBy, toolkitOf } from './toolkit.ts'

/** `fault`: what is wrong with it already, a translated sentence. */
export function Review(props: { readonly draft: JobDraft; readonly of: JobKey; readonly fault: string | undefined }) {
  const { draft, of: key, fault } = props
  const { arm } = useStudio()
  const text = useText()
  const { properties } = draft
  const template = useMemo(() => templateOf(draft, key), [draft, key])
  const { command = '', image, sharedMemory, processes } = commandsIn(properties)
  const start = startedBy[toolkitOf(properties)]
  return (
    <Panel title={text('Review')}>
      <Facts
        of={{
          [text('Name')]: draft.name === '' ? '–' : `${draft.experiment} / ${draft.name}`,
          [text('Cluster')]: properties.cluster?.id.split('/').at(-1) ?? '–',
          [text('Command')]: command.trim() === '' ? '–' : command,
          [text('How it is started')]: start === undefined ? undefined : text(start),
          [text('Processes')]: processes,
          [text('Container image')]: image,
          [text('Shared memory')]: sharedMemory,
          [text('Nodes')]: properties.nodeCount ?? '–',
          [text('Longest time')]: durationText(wallClockMs(properties.constraints?.maxWallClockTime)),
          [text('Output below')]: properties.stdOutErrPathPrefix,
        }}
      />
      <Rehearsal template={template} fault={fault} rehearse={(question) => rehearse(arm, key, question)} />
      <Equivalents
        lines={{
          carrel: () => carrelLines(draft, key),
          az: () => batchAiLines('az', draft, key),
          template: () => template,
        }}
      />
    </Panel>
  )
}
