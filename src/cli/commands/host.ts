import { type Command, InvalidArgumentError } from 'commander'

/** What acts on this machine: up, down, status, logs. */
export function hostCommands(program: Command): void {
  program
    .command('up')
    .description('Set up and start Carrel on this machine, with a first instance')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .option('--port <n>', 'HTTPS port; without a domain the next one serves browsers on loopback (default: 8443)', port)
    .option('--domain <name>', 'for a team: every app gets a name below it; localhost: this machine alone again')
    .option('--listen <addr>', 'with a domain, where others reach it: an address of this machine, 0.0.0.0 or ::')
    .option('--no-listen', 'loopback alone again')
    .option('--tls-cert <file>', 'a certificate for *.NAME, with those that issued it (default: our own authority)')
    .option('--tls-key <file>', 'its private key')
    .option('--no-tls-cert', 'issue the certificate here again')
    .option('--database <url>', 'PostgreSQL instead of SQLite in the data folder')
    .option('--simulate-gpu', 'take sizes with GPUs on a machine without any, and run them without')
    .option('--no-simulate-gpu', 'refuse them again')
    .option('--os-disk <gb>', 'what an instance may write beside its home and shares (default: 120)', gigabytes)
    .option(
      '--template-mirror <prefix=place>',
      'fetch templates whose address begins with PREFIX from a folder or another address (repeatable)',
      (value: string, before: string[] | boolean | undefined) => [...(Array.isArray(before) ? before : []), value],
    )
    .option('--no-template-mirror', 'no mirrors any more')
    .option('--private-templates', 'fetch templates from private addresses and by plain http too')
    .option('--no-private-templates', 'from public addresses by https alone again')
    .option(
      '--allow-images <prefix>',
      'whose images jobs and applications may name: a registry, with the beginning of a path or not (repeatable)',
      (value: string, before: string[] | boolean | undefined) => [...(Array.isArray(before) ? before : []), value],
    )
    .option('--no-allow-images', 'those of well-known public registries alone again')
    .option('--no-instance', 'do not create a first instance')
    .option('--no-install', 'touch nothing: list what is missing and stop')
    .option('--detach', 'leave the processes running and return', false)
    .option('--json', 'print one JSON object and nothing else', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nExamples:\n  carrel up                    everything, in the foreground\n  carrel up --detach --json    for scripts\n  carrel up --no-install       what is missing here?\n  carrel up --detach --domain carrel.example.org --listen 0.0.0.0\n                               for a team; docs/guides/for-a-team.md has the rest',
    )
    .action(async (options) => exitWith((await import('../../host/up.ts')).up(options)))

  program
    .command('down')
    .description('Stop Carrel; instances go on running')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .option('--purge', 'also remove instances, networks and the data folder', false)
    .option('--yes', 'do not ask', false)
    .addHelpText('after', '\nExamples:\n  carrel down\n  carrel down --purge --yes    for good')
    .action(async (options) => exitWith((await import('../../host/down.ts')).down(options)))

  program
    .command('status')
    .description('Show whether Carrel runs, and where')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      '\nExit code: 0 when everything runs, 3 when not.\n\nExamples:\n  carrel status\n  carrel status --json',
    )
    .action(async (options) => exitWith((await import('../../host/status.ts')).status(options)))

  program
    .command('logs')
    .argument('[process]', 'server or gateway (default: both)', processName)
    .description('Show what the processes wrote')
    .option('--data <dir>', 'data folder (default: ~/.carrel)')
    .option('-f, --follow', 'go on as it is written', false)
    .option('-n, --lines <n>', 'lines to show of each', count, 100)
    .addHelpText('after', '\nExamples:\n  carrel logs\n  carrel logs server -f -n 20')
    .action(async (name, options) => exitWith((await import('../../host/logs.ts')).logs({ ...options, process: name })))
}

async function exitWith(code: Promise<number>): Promise<void> {
  process.exitCode = await code
}

function port(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 65_534) return value
  throw new InvalidArgumentError('a port is a number from 1 to 65534')
}

function gigabytes(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= 65_536) return value
  throw new InvalidArgumentError('a whole number of gigabytes from 1 to 65536')
}

function count(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0) return value
  throw new InvalidArgumentError('a whole number is needed')
}

function processName(text: string): 'server' | 'gateway' {
  if (text === 'server' || text === 'gateway') return text
  throw new InvalidArgumentError("'server' or 'gateway'")
}
