import { Link as FluentLink } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import { useText } from '../../../i18n/use-text.ts'
import { pages } from '../../../paths.ts'
import { CopyLine } from '../../../ui/copy-line.tsx'
import { durationText } from '../../../ui/duration-text.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Time } from '../../../ui/time.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { wallClockMs } from '../create/time-limit.ts'
import { startedBy, toolkitOf } from '../create/toolkit.ts'
import { durationOf, type Job } from '../job.ts'
import { priorityWords } from '../job-columns.tsx'
import { isOver } from '../job-state.ts'
import { commandsIn } from './commands-in.ts'

/** What was asked for, and how it went. */
export function JobFacts({ job }: { readonly job: Job }) {
  const text = useText()
  const { properties, errors } = job
  const now = useNow(!isOver(job))
  const { command, processes, image, sharedMemory, preparation } = commandsIn(properties)
  const start = startedBy[toolkitOf(properties)]
  const rest = errors.slice(1).map(({ message }) => message)
  return (
    <Panel title={text('Facts')}>
      <Facts
        of={{
          [text('Command')]:
            command === undefined ? undefined : <CopyLine text={command} label={text('the command')} />,
          [text('Preparation')]: preparation && <CopyLine text={preparation} label={text('the preparation')} />,
          [text('Processes')]: processes,
          [text('How it is started')]: start && text(start),
          [text('Container image')]: image,
          [text('Shared memory')]: sharedMemory,
          [text('Cluster')]: <ClusterLink job={job} />,
          [text('Experiment')]: job.experiment,
          [text('Batch AI workspace')]: job.batch,
          [text('Priority')]: text(priorityWords[job.priority] ?? job.priority),
          [text('Nodes')]: job.nodeCount,
          [text('Submitted by')]: job.submitter.name || undefined,
          [text('Submitted')]: <Time at={job.submittedAt} />,
          [text('Started')]: job.startedAt && <Time at={job.startedAt} />,
          [text('Ended')]: job.endedAt && <Time at={job.endedAt} />,
          [text('Took')]: job.startedAt && durationText(durationOf(job, now)),
          [text('Exit code')]: job.exitCode,
          [text('Attempts')]: job.attempts > 1 ? job.attempts : undefined,
          [text('Longest time')]: durationText(wallClockMs(properties.constraints?.maxWallClockTime ?? undefined)),
          [text('Output below')]: properties.stdOutErrPathPrefix,
          [text('Errors')]: rest.length === 0 ? undefined : rest.join(' '),
        }}
      />
    </Panel>
  )
}

/** In words that lead there. */
function ClusterLink({ job }: { readonly job: Job }) {
  const { subscription, group, batch } = job.key
  const to = pages.cluster({ kind: 'batch', subscription, group, workspace: batch, name: job.cluster })
  return <Link to={to}>{<FluentLink as="span">{job.cluster}</FluentLink>}</Link>
}
