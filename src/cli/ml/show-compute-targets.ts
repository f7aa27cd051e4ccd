// `ml computetarget list` and `show`: what `compute list` and `show` answer, by the other line.

import { listComputes } from '../compute/list.ts'
import { showNamedCompute } from '../compute/show.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { placeOptions, targetOptions } from './compute-target-options.ts'

export const listComputeTargets: ApiCommand = {
  ...listComputes,
  options: placeOptions,
  examples: ['carrel ml computetarget list -w vision -g research -o json'],
}

export const showComputeTarget: ApiCommand = {
  usage: 'show',
  summary: 'Show one instance',
  options: targetOptions,
  examples: ['carrel ml computetarget show -n instance -v'],
  run: (invocation) => showNamedCompute(invocation, invocation.option('name') ?? ''),
}
