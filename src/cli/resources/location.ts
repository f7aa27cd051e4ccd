import type { ApiOption } from '../frame/api-command.ts'

/** Every location is this installation's machine, unless it was told of others. */
export const locationOption: ApiOption = {
  flags: '-l, --location <name>',
  summary: 'location; public region names mean this installation too',
  default: 'local',
}
