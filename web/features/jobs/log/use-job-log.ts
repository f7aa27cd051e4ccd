import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { type JobFile, jobFilesQuery, stdOutErr } from '../files-query.ts'
import type { Job } from '../job.ts'
import type { LogBuffer } from './log-buffer.ts'
import { LogReader } from './log-reader.ts'

export interface JobLog {
  /** Of the directory of standard output and error. Undefined: not known yet. */
  readonly files: readonly JobFile[] | undefined
  readonly file: JobFile | undefined
  readonly buffer: LogBuffer
  readonly error: Error | null
  retry(): void
}

/** Follows one of the files that a job prints into. `isPaused`: nothing more is read. */
export function useJobLog(job: Job, name: string, isPaused: boolean): JobLog {
  const { arm } = useStudio()
  const [readers] = useState(() => new Map<string, LogReader>())
  const reader = readers.get(name) ?? new LogReader(arm)
  readers.set(name, reader)
  useSyncExternalStore(reader.subscribe, reader.version)
  const { data: files, error, refetch } = useQuery(jobFilesQuery(arm, job, { directory: stdOutErr, path: '.' }))
  const file = files?.find((each) => each.name === name && !each.isFolder)
  useEffect(() => {
    if (!isPaused && file !== undefined) void reader.read(file)
  }, [reader, file, isPaused])
  return {
    files,
    file,
    buffer: reader.buffer,
    error: error ?? reader.error ?? null,
    retry: () => void refetch(),
  }
}
