// `ml computetarget`: the lines of Azure's first command line for machine learning, which can no longer be installed, so
// that scripts and instructions that have them run.

import type { Command } from 'commander'
import { apiCommand } from '../frame/api-command.ts'
import { computeInstancePower } from '../ml/compute-instance-power.ts'
import { createComputeInstance } from '../ml/create-compute-instance.ts'
import { deleteComputeTarget } from '../ml/delete-compute-target.ts'
import { listComputeTargets, showComputeTarget } from '../ml/show-compute-targets.ts'

const verbs = ['start', 'stop', 'restart'] as const

export function machineLearningCommands(program: Command): void {
  const ml = program.command('ml').description('Lines of az ml (version 1), taken as they are written')
  const target = ml.command('computetarget').description('Compute targets: here, compute instances')
  apiCommand(target.command('create').description('Create a compute target'), createComputeInstance)
  for (const verb of verbs)
    apiCommand(
      target.command(verb).description(`${verb.charAt(0).toUpperCase()}${verb.slice(1)} a compute target`),
      computeInstancePower(verb, 'verb first'),
    )
  const instance = target.command('computeinstance').description('Start, stop and restart instances')
  for (const verb of verbs) apiCommand(instance, computeInstancePower(verb, 'verb last'))
  for (const declaration of [deleteComputeTarget, listComputeTargets, showComputeTarget])
    apiCommand(target, declaration)
}
