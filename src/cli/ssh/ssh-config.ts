// `ssh-config`: so that plain `ssh NAME`, scp, rsync and editors reach the instances.

import type { ApiCommand } from '../frame/api-command.ts'
import { hostBlocks } from './host-blocks.ts'
import { prepareAll } from './prepare-ssh.ts'
import { removeSshConfig, writeSshConfig } from './write-ssh-config.ts'

export const sshConfig: ApiCommand = {
  usage: 'ssh-config',
  summary: 'Print OpenSSH settings for the instances of the workspace, or keep them in ~/.ssh',
  options: [
    { flags: '--write', summary: 'keep them in ~/.ssh/carrel, included from ~/.ssh/config' },
    { flags: '--remove', summary: 'take them out of ~/.ssh again' },
  ],
  examples: ['carrel ssh-config --write && ssh desk', 'carrel ssh-config > my-config && ssh -F my-config desk'],
  async run(invocation) {
    const { endpoint, workspaceId } = await invocation.session()
    const place = `${endpoint}${workspaceId()}`
    if (invocation.isOn('remove')) {
      await removeSshConfig(place)
      return invocation.say('Taken out of ~/.ssh.')
    }
    const { prepared, skipped } = await prepareAll(invocation)
    for (const line of skipped) invocation.say(`Left out: ${line}`)
    const text = hostBlocks(prepared)
    if (!invocation.isOn('write')) return invocation.terminal.print(text)
    const file = await writeSshConfig(place, text)
    const names = prepared.map(({ target }) => target.name)
    invocation.say(`Kept in ${file}.${names[0] === undefined ? '' : ` Try: ssh ${names[0]}`}`)
  },
}
