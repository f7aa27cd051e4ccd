// What the person may do with jobs of a group, so that a button says so before it is pressed. The server decides.

import { type Permission, permits } from '../../api/permissions.ts'

export interface JobRights {
  readonly submit: boolean
  readonly cancel: boolean
  readonly delete: boolean
  /** Files of a job, its log among them. */
  readonly files: boolean
  /** Where the nodes are reached. */
  readonly logins: boolean
}

const jobs = 'Microsoft.BatchAI/workspaces/experiments/jobs'
/** Until it is known otherwise, the server is asked. */
const everyRight: JobRights = { submit: true, cancel: true, delete: true, files: true, logins: true }

/** Undefined: not known yet. */
export function jobRights(permissions: readonly Permission[] | undefined): JobRights {
  if (permissions === undefined) return everyRight
  const may = (action: string) => permits(permissions, action)
  return {
    submit: may(`${jobs}/write`),
    cancel: may(`${jobs}/terminate/action`),
    delete: may(`${jobs}/delete`),
    files: may(`${jobs}/listOutputFiles/action`),
    logins: may(`${jobs}/listRemoteLoginInformation/action`),
  }
}
