// `compute`: the instances of a workspace.

import type { Command } from 'commander'
import { listComputes } from '../compute/list.ts'
import { showCompute } from '../compute/show.ts'
import { apiCommand } from '../frame/api-command.ts'

export function computeCommands(program: Command): void {
  const compute = program.command('compute').description('Compute instances: make, use and remove them')
  for (const declaration of [listComputes, showCompute]) apiCommand(compute, declaration)
}
