import { type Command, InvalidArgumentError } from 'commander'
import { hostKind } from '../../exec/azure-hosts.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'

interface ExecFlags {
  readonly data?: string
  readonly profile?: string
  readonly registered?: true
  readonly fresh?: true
  readonly others?: 'pass' | 'refuse'
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
    .option('--others <what>', 'hosts that are not of Azure: pass (default) or refuse', passOrRefuse)
    .option('--pass <host>', 'a host of Azure to reach all the same (repeatable)', hosts)
    .option('--print-env', 'print the variables instead of running anything')
    .addHelpText('after', examples)
    .action(async ([command, ...args]: string[], flags: ExecFlags) => {
      checkFlags(command, flags)
      const { execTarget } = await import('../exec-target.ts')
      const { target, home } = await execTarget(flags)
      const options = { target, home, isRegistered: flags.registered === true }
      if (flags.printEnv) return print(options)
      if (command === undefined)
        throw misused('There is no command to run.', 'write it after "--": carrel exec -- az login')
      const [{ exec }, { endAs }] = await Promise.all([import('../../exec/exec.ts'), import('../../exec/end-as.ts')])
      const { fresh: isFresh = false, others = 'pass', pass: passedHosts = [] } = flags
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

/** What would have no effect is refused. */
function checkFlags(command: string | undefined, { registered, others, pass, printEnv, fresh }: ExecFlags): void {
  if (registered && (others !== undefined || pass !== undefined))
    throw misused('--others and --pass are for the proxy, and with --registered there is none.', 'leave them out')
  if (printEnv && (command !== undefined || fresh))
    throw misused('--print-env runs nothing.', 'leave out the command and --fresh')
}

function misused(message: string, nextStep: string): CliFailure {
  return new CliFailure(message, nextStep, exitCodes.badUsage)
}

function passOrRefuse(text: string): 'pass' | 'refuse' {
  if (text === 'pass' || text === 'refuse') return text
  throw new InvalidArgumentError("'pass' or 'refuse'")
}

function hosts(text: string, before: readonly string[] = []): string[] {
  if (!/^[a-z0-9._-]+$|^[0-9a-f:]+$/i.test(text))
    throw new InvalidArgumentError('a host name, without https:// and port')
  if (hostKind(text) === 'played')
    throw new InvalidArgumentError('Carrel stands in for this host; half a script cannot go to Azure')
  return [...before, text]
}
