// What of the list is shown, and what a new job begins with, is part of the address: a link shows somebody else the same.

import { jobStates } from './job-state.ts'

export interface JobSearch {
  readonly find?: string
  readonly mine?: boolean
  readonly state?: (typeof jobStates)[number]
  readonly cluster?: string
  readonly sort?: JobColumn
  readonly down?: boolean
}

export const jobColumns = [
  'name',
  'state',
  'cluster',
  'experiment',
  'priority',
  'nodes',
  'submitted',
  'by',
  'took',
  'exit',
] as const
export type JobColumn = (typeof jobColumns)[number]

export function readJobSearch(search: Readonly<Record<string, unknown>>): JobSearch {
  const { find, mine, state, cluster, sort, down } = search
  return {
    ...(typeof find === 'string' && find !== '' ? { find } : {}),
    ...(mine === true ? { mine } : {}),
    ...(jobStates.some((each) => each === state) ? { state: state as (typeof jobStates)[number] } : {}),
    ...(typeof cluster === 'string' && cluster !== '' ? { cluster } : {}),
    ...(jobColumns.some((column) => column === sort) ? { sort: sort as JobColumn } : {}),
    ...(typeof down === 'boolean' ? { down } : {}),
  }
}

export interface JobPageSearch {
  /** Name of the file whose lines are shown. */
  readonly file?: string
}

export function readJobPageSearch({ file }: Readonly<Record<string, unknown>>): JobPageSearch {
  return typeof file === 'string' && file !== '' ? { file } : {}
}

export interface NewJobSearch {
  /** Id of a job to begin with. */
  readonly like?: string
  /** Name of a cluster to run on. */
  readonly cluster?: string
}

export function readNewJobSearch({ like, cluster }: Readonly<Record<string, unknown>>): NewJobSearch {
  return {
    ...(typeof like === 'string' && like.startsWith('/subscriptions/') ? { like } : {}),
    ...(typeof cluster === 'string' && cluster !== '' ? { cluster } : {}),
  }
}
