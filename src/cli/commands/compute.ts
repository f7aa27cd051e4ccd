// `compute`: the instances of a workspace; and what brings SSH clients and editors to them.

import type { Command } from 'commander'
import { computeApps } from '../compute/apps.ts'
import { createCompute } from '../compute/create.ts'
import { computeEvents } from '../compute/events.ts'
import { listComputes } from '../compute/list.ts'
import { computeMetrics } from '../compute/metrics.ts'
import { openCompute } from '../compute/open.ts'
import { deleteComputes, restartComputes, startComputes, stopComputes } from '../compute/power.ts'
import { retrySetup, setupLog } from '../compute/setup-log.ts'
import { showCompute } from '../compute/show.ts'
import { apiCommand } from '../frame/api-command.ts'
import { codeCompute } from '../ssh/code.ts'
import { sshCompute } from '../ssh/ssh.ts'
import { sshConfig } from '../ssh/ssh-config.ts'
import { scheduleCommands } from './compute-schedule.ts'

export function computeCommands(program: Command): void {
  const compute = program.command('compute').description('Compute instances: make, use and remove them')
  for (const declaration of [
    createCompute,
    listComputes,
    showCompute,
    startComputes,
    stopComputes,
    restartComputes,
    deleteComputes,
    sshCompute,
    openCompute,
    computeApps,
    computeEvents,
    computeMetrics,
    setupLog,
    retrySetup,
  ])
    apiCommand(compute, declaration)
  scheduleCommands(compute)
  apiCommand(program, sshConfig)
  apiCommand(program, codeCompute)
}
