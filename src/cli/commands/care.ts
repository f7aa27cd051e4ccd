// What keeps an installation well: doctor, backup, restore. They act on this machine and need no running API.

import { type Command, Option } from 'commander'

export function careCommands(program: Command): void {
  program
    .command('doctor')
    .description('Check everything Carrel stands on, and say how to mend it')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      '\nExit code: 0 when nothing fails (warnings may be left), 1 when something does.\n\nExamples:\n  carrel doctor\n  sudo carrel doctor --data /srv/carrel    also what only root can see\n  carrel doctor --output json',
    )
    .action(async (options: { data?: string; output: string }) => {
      const { doctor } = await import('../../host/doctor/doctor.ts')
      process.exitCode = await doctor({ data: options.data, json: options.output === 'json' })
    })
}
