// Reads the schedules of an instance to be changed, and writes them over the version that was read alone: two people who
// edit them at once do not undo each other's work without seeing it.

import { ApiError } from '../../../api/api-error.ts'
import { apiVersions } from '../../../api/api-versions.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { arm, type WorkspaceKey } from '../../../paths.ts'
import { readCompute, type WireCompute } from '../compute.ts'
import { readSchedule, type Schedule, writeSchedule } from './schedule.ts'

export interface ScheduleVersion {
  readonly schedules: readonly Schedule[]
  /** Of the instance: it changes with all that is asked of it. */
  readonly etag: string
}

interface Place {
  readonly workspace: WorkspaceKey
  readonly name: string
}

const version = `?api-version=${apiVersions.machineLearning}`

export async function readVersion(client: ArmClient, { workspace, name }: Place): Promise<ScheduleVersion> {
  const answer = await client.send(arm.compute(workspace, name) + version)
  const { schedules } = readCompute((await answer.json()) as WireCompute)
  return { schedules: schedules.map(readSchedule), etag: answer.headers.get('etag') ?? '' }
}

/** Answers what somebody else has made of them since `base`, and nothing is written; undefined: saved. */
export async function saveSchedules(
  client: ArmClient,
  place: Place,
  { base, draft }: { readonly base: ScheduleVersion; readonly draft: readonly Schedule[] },
): Promise<ScheduleVersion | undefined> {
  let { etag } = base
  for (;;) {
    if (await isWritten(client, place, { etag, draft })) return undefined
    const now = await readVersion(client, place)
    // The instance was started or stopped meanwhile, say, and its schedules are as they were.
    if (JSON.stringify(now.schedules) !== JSON.stringify(base.schedules) || now.etag === etag) return now
    etag = now.etag
  }
}

async function isWritten(
  client: ArmClient,
  { workspace, name }: Place,
  { etag, draft }: { readonly etag: string; readonly draft: readonly Schedule[] },
): Promise<boolean> {
  try {
    await client.send(arm.computeAction(workspace, name, 'updateSchedules') + version, {
      method: 'POST',
      body: JSON.stringify({ computeStartStop: draft.map(writeSchedule) }),
      headers: { 'content-type': 'application/json', 'if-match': etag },
    })
    return true
  } catch (error) {
    if (error instanceof ApiError && error.status === 412) return false
    throw error
  }
}
