import { computeNames } from '../compute/read-compute.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { prepareSsh } from './prepare-ssh.ts'
import { runProgram } from './run-program.ts'
import { sshSettings } from './ssh-settings.ts'

export const sshCompute: ApiCommand = {
  usage: 'ssh <name> [command...]',
  summary: 'Open a shell on an instance, or run a command there (after --)',
  completes: { name: computeNames },
  examples: [
    'carrel compute ssh desk',
    'carrel compute ssh desk -- nvidia-smi',
    'carrel compute ssh desk -- "ls | wc -l"',
  ],
  async run(invocation) {
    const { target, files } = await prepareSsh(invocation, invocation.argument('name'))
    const settings = sshSettings(target, files).flatMap(([name, value]) => ['-o', `${name}=${value}`])
    const command = invocation.arguments('command')
    // An alias of our own, so that no block for the address in the person's own file applies.
    const args = [...settings, '--', target.alias, ...command]
    process.exitCode = await runProgram('ssh', args, 'install OpenSSH (openssh-client)')
  },
}
