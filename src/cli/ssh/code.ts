import { computeNames } from '../compute/read-compute.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { hostBlocks } from './host-blocks.ts'
import { prepareAll, prepareSsh } from './prepare-ssh.ts'
import { runProgram } from './run-program.ts'
import { writeSshConfig } from './write-ssh-config.ts'

export const codeCompute: ApiCommand = {
  usage: 'code <name> [folder]',
  summary: 'Open an instance in Visual Studio Code, over SSH',
  completes: { name: computeNames },
  examples: ['carrel code desk', 'carrel code desk /home/azureuser/cloudfiles/code'],
  async run(invocation) {
    const session = await invocation.session()
    const { target } = await prepareSsh(invocation, invocation.argument('name'))
    const { prepared } = await prepareAll(invocation)
    await writeSshConfig(`${session.endpoint}${session.workspaceId()}`, hostBlocks(prepared))
    const folder = invocation.argument('folder') || `/home/${target.user}`
    const missing =
      'install Visual Studio Code with its extension Remote - SSH, and its command "code" on the path; plain "ssh NAME" works already'
    process.exitCode = await runProgram('code', ['--remote', `ssh-remote+${target.name}`, folder], missing)
  },
}
