import { type Command, InvalidArgumentError } from 'commander'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'

interface ExecFlags {
  readonly data?: string
  readonly profile?: string
  readonly registered?: true
  readonly fresh?: true
  readonly others: 'pass' | 'refuse'
  readonly pass?: readonly string[]
  readonly printEnv?: true
}

/** `exec`: programs written for public Azure, run against Carrel. */
export function execCommand(program: Command): void {
  program
    .command('exec')
    .argument('[command...]', 'what to run, after --')
    .description('Run a program written for public Azure so that it reaches Carrel')
    .option('--data <dir>', 'the installation in this data folder')
    .option('--profile <name>', 'the installation of this profile of "carrel login"')
    .option('--registered', 'no proxy: name the cloud by ARM_CLOUD_METADATA_URL instead')
    .option('--fresh', 'forget afterwards what the tools keep, such as who is signed in')
    .option('--others <what>', 'hosts that are not of Azure: pass or refuse', passOrRefuse, 'pass')
    .option('--pass <host>', 'a host of Azure to reach all the same (repeatable)', collect)
    .option('--print-env', 'print the variables instead of running anything')
    .addHelpText('after', examples)
    .action(async ([command, ...args]: string[], flags: ExecFlags) => {
      const { execTarget } = await import('../exec-target.ts')
      const { target, home } = await execTarget(flags)
      const options = { target, home, isRegistered: flags.registered === true }
      if (flags.printEnv) return print(options)
      if (command === undefined) throw noCommand()
      const [{ exec }, { endAs }] = await Promise.all([import('../../exec/exec.ts'), import('../../exec/end-as.ts')])
      const { fresh: isFresh = false, others, pass: passedHosts = [] } = flags
      endAs(await exec({ ...options, command, args, isFresh, others, passedHosts }))
    })
}

const examples = `
Examples:
  carrel exec -- az login --service-principal -u CLIENT_ID -p SECRET --tenant TENANT
  carrel exec -- az group list
  carrel exec -- python train.py
  carrel exec -- bash                              a whole shell
  eval "$(carrel exec --registered --print-env)"   this shell, without a proxy

Who is signed in is kept from call to call, apart from ~/.azure.`

async function print(options: Parameters<typeof import('../../exec/print-env.ts')['printedEnvironment']>[0]) {
  const { printedEnvironment } = await import('../../exec/print-env.ts')
  process.stdout.write(await printedEnvironment(options))
  if (options.isRegistered) return
  process.stderr.write(
    'These hold only for what "carrel exec -- COMMAND" runs. For a shell of your own: --registered --print-env\n',
  )
}

function noCommand(): CliFailure {
  return new CliFailure(
    'There is no command to run.',
    'write it after "--": carrel exec -- az login',
    exitCodes.badUsage,
  )
}

function passOrRefuse(text: string): 'pass' | 'refuse' {
  if (text === 'pass' || text === 'refuse') return text
  throw new InvalidArgumentError("'pass' or 'refuse'")
}

function collect(host: string, before: readonly string[] = []): string[] {
  return [...before, host]
}
