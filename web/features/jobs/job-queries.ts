// What the job pages ask the API, and how often: more often while something is under way.

import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { ApiError } from '../../api/api-error.ts'
import { apiVersions } from '../../api/api-versions.ts'
import type { ArmClient } from '../../api/arm-client.ts'
import { eventsKey } from '../../api/event-queries.ts'
import { arm, type GroupKey, type JobKey } from '../../paths.ts'
import { type Job, readJob, type WireJob } from './job.ts'
import { isOver } from './job-state.ts'

const version = apiVersions.batchAi
const whileBusyMs = 1_500
const whileQuietMs = 5_000

interface Named {
  readonly name: string
}

/** Of every experiment of every Batch AI workspace of the group. */
export function jobsQuery(client: ArmClient, group: GroupKey) {
  return queryOptions({
    queryKey: ['jobs', group.subscription, group.group],
    queryFn: async (): Promise<readonly Job[]> => {
      const places = await client.list<Named>(arm.batchWorkspaces(group), version)
      const jobs = await Promise.all(places.map(({ name }) => jobsOf(client, group, name)))
      return jobs.flat()
    },
    refetchInterval: ({ state: { data } }) => (data?.every(isOver) === false ? whileBusyMs : whileQuietMs),
  })
}

/** What is deleted meanwhile has none. */
async function jobsOf(client: ArmClient, group: GroupKey, batch: string): Promise<readonly Job[]> {
  const experiments = await client.list<Named>(arm.experiments(group, batch), version).catch(noneWhereGone)
  const lists = await Promise.all(
    experiments.map(({ name: experiment }) =>
      client.list<WireJob>(arm.experimentJobs(group, { batch, experiment }), version).catch(noneWhereGone),
    ),
  )
  return lists.flat().map(readJob)
}

function noneWhereGone(error: unknown): readonly never[] {
  if (error instanceof ApiError && error.status === 404) return []
  throw error
}

/** Null: it is not there. */
export function jobQuery(client: ArmClient, key: JobKey) {
  return queryOptions({
    queryKey: ['job', key],
    queryFn: async (): Promise<Job | null> =>
      client
        .get<WireJob>(arm.job(key), version)
        .then(readJob)
        .catch((error: unknown) => {
          if (error instanceof ApiError && error.status === 404) return null
          throw error
        }),
    refetchInterval: ({ state: { data } }) => {
      if (data === null) return false
      return data && isOver(data) && !data.isLeaving ? whileQuietMs : whileBusyMs
    },
  })
}

/** After a change: look at once. */
export function refreshJobs(queryClient: QueryClient): Promise<unknown> {
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: ['jobs'] }),
    queryClient.invalidateQueries({ queryKey: ['job'] }),
    queryClient.invalidateQueries({ queryKey: [eventsKey] }),
    queryClient.invalidateQueries({ queryKey: ['job-wait'] }),
  ])
}
