// What a job mounts by commands of its own, in its node and for as long as it has that. What a command leaves running may be
// what the mount lives by: it goes on until the job is over.

import type { JobCommand, JobProcess } from './job-process.ts'
import { startJobProcess } from './job-process.ts'
import { lastWords } from './last-words.ts'
import { unmountBelow } from './mount-points.ts'

export interface MountCommand {
  /** Absolute, given to the command as its last argument; made when it is missing. */
  readonly path: string
  readonly command: string
}

export interface JobMounts {
  /** Rejects when one could not be mounted. */
  readonly ready: Promise<void>
  release(): Promise<void>
}

const firstFailure = 201

/** `folder`: below which the paths are. */
export function mountForJob(
  commands: readonly MountCommand[],
  folder: string,
  place: Omit<JobCommand, 'commandLine' | 'staysUp'>,
): JobMounts {
  const commandLine = commands
    .map(({ path, command }, index) => {
      const mount = `/bin/bash -c ${quoted(`${command} ${quoted(path)}`)}`
      return `mkdir -p ${quoted(path)} && ${mount} || exit ${firstFailure + index}`
    })
    .join('\n')
  const running: JobProcess = startJobProcess({ ...place, commandLine, staysUp: true })
  return {
    ready: running.ended.then((code) => {
      if (code !== 0) throw new Error(`${failure(commands, code)}: ${lastWords(place.stderr, 200)}`)
    }),
    async release() {
      await running.stop()
      await unmountBelow(folder)
    },
  }
}

function failure(commands: readonly MountCommand[], code: number): string {
  const index = code - firstFailure
  if (commands[index] === undefined) return 'its volumes were not mounted to the end'
  return `the command that mounts volume ${index + 1} failed`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
