// What keeps an installation well: doctor, backup, restore. They act on this machine and need no running API.

import { type Command, InvalidArgumentError, Option } from 'commander'

export function careCommands(program: Command): void {
  program
    .command('doctor')
    .description('Check everything Carrel stands on, and say how to mend it')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExit code: 0 when nothing fails (warnings may be left), 1 when something does.\n\nExamples:\n  carrel doctor\n  sudo carrel doctor --data /srv/carrel    also what only root can see\n  carrel doctor --output json',
    )
    .action(async (options: { data?: string; output: string }) => {
      const { doctor } = await import('../../host/doctor/doctor.ts')
      process.exitCode = await doctor({ data: options.data, json: options.output === 'json' })
    })

  program
    .command('backup')
    .argument('<file>', 'where to write it, such as carrel.tar.gz')
    .description('Write everything needed to bring this installation back into one file')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .option('--with-files', 'homes and shares of instances too', false)
    .option('--force', 'write over a file that is there', false)
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nThe installation goes on running. The file holds its keys: keep it as you keep those.\n\nExamples:\n  carrel backup /backup/carrel.tar.gz\n  carrel backup --with-files --force /backup/carrel-full.tar.gz',
    )
    .action(async (file: string, options: { data?: string; withFiles: boolean; force: boolean; output: string }) => {
      const { backup } = await import('../../host/backup/backup.ts')
      process.exitCode = await backup({ ...options, file, json: options.output === 'json' })
    })

  program
    .command('restore')
    .argument('<file>', 'what "carrel backup" wrote')
    .description('Bring an installation back from a backup, into an empty folder')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .addOption(
      new Option('--installation <id>', 'keep: the original is gone; new: a copy beside it').choices(['keep', 'new']),
    )
    .option('--database <url>', 'fill this empty PostgreSQL database (default: SQLite in the data folder)')
    .option('--port <n>', 'HTTPS port from now on (default: as it was)', portNumber)
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nNothing is left behind when the file is damaged. "carrel up" then starts what was restored.\n\nExamples:\n  carrel restore carrel.tar.gz --installation keep && carrel up\n  carrel restore carrel.tar.gz --data /srv/copy --installation new --port 9443',
    )
    .action(async (file: string, options: RestoreFlags) => {
      const { restore } = await import('../../host/backup/restore.ts')
      process.exitCode = await restore({ ...options, file, json: options.output === 'json' })
    })
}

interface RestoreFlags {
  readonly data?: string
  readonly installation?: 'keep' | 'new'
  readonly database?: string
  readonly port?: number
  readonly output: string
}

function formatOption(): Option {
  return new Option('-o, --output <format>', 'how to print').choices(['table', 'json']).default('table')
}

function portNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 65_534) return value
  throw new InvalidArgumentError('a port is a number from 1 to 65534')
}
