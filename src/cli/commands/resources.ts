// `group`, `workspace`, `size`, `usage`, `quota`, `lock`, `activity`: what instances live in, and what limits and records it.

import type { Command } from 'commander'
import { type ApiCommand, apiCommand } from '../frame/api-command.ts'
import { listActivity } from '../resources/activity-command.ts'
import { listSizes, listUsage, quotaCommandList } from '../resources/capacity-commands.ts'
import { resourceGroupCommandList } from '../resources/group-commands.ts'
import { lockCommandList } from '../resources/lock-commands.ts'
import { workspaceCommandList } from '../resources/workspace-commands.ts'

const families: readonly { name: string; about: string; commands: readonly ApiCommand[] }[] = [
  { name: 'workspace', about: 'Workspaces: where instances live', commands: workspaceCommandList },
  { name: 'group', about: 'Resource groups: what holds workspaces', commands: resourceGroupCommandList },
  { name: 'size', about: 'Sizes an instance can have', commands: [listSizes] },
  { name: 'usage', about: 'Cores that instances hold', commands: [listUsage] },
  { name: 'quota', about: 'How many cores may be held', commands: quotaCommandList },
  { name: 'lock', about: 'Locks against deletion and change', commands: lockCommandList },
  { name: 'activity', about: 'Who did what', commands: [listActivity] },
]

export function resourceCommands(program: Command): void {
  for (const { name, about, commands } of families) {
    const family = program.command(name).description(about)
    for (const declaration of commands) apiCommand(family, declaration)
  }
}
