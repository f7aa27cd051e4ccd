import type { ApiCommand } from '../frame/api-command.ts'
import { filesUrl } from './files-url.ts'
import { entryAt } from './remote-files.ts'

export const makeFolder: ApiCommand = {
  usage: 'mkdir <path>',
  summary: 'Make a folder, with those above it that are missing',
  examples: ['carrel files mkdir Users/ana/results'],
  async run(invocation) {
    const session = await invocation.session()
    const path = invocation.argument('path')
    await session.call('PUT', filesUrl(session, 'folder', { path, parents: 'true' }))
    invocation.say(`${path} is there.`)
  },
}

export const moveFile: ApiCommand = {
  usage: 'mv <from> <to>',
  summary: 'Rename or move a file or a folder',
  examples: ['carrel files mv draft.ipynb Users/ana/final.ipynb'],
  options: [{ flags: '--overwrite', summary: 'replace a file that is there' }],
  async run(invocation) {
    const session = await invocation.session()
    const [from, to] = [invocation.argument('from'), invocation.argument('to')]
    await session.call('POST', filesUrl(session, 'move'), { from, to, overwrite: invocation.isOn('overwrite') })
    invocation.say(`${from} → ${to}`)
  },
}

export const removeFiles: ApiCommand = {
  usage: 'rm <path...>',
  summary: 'Delete files, and folders: empty ones, or with all that is in them (-r)',
  examples: ['carrel files rm old.csv', 'carrel files rm -r Users/ana/scratch --yes'],
  options: [{ flags: '-r, --recursive', summary: 'a folder, with all that is in it' }],
  asks: true,
  async run(invocation) {
    const session = await invocation.session()
    const paths = invocation.arguments('path')
    for (const path of paths) await entryAt(session, path)
    const recursive = String(invocation.isOn('recursive'))
    const inside = recursive === 'true' ? ' with all that is in them' : ''
    await invocation.confirm(`Delete ${paths.join(', ')}${inside}, for good?`)
    for (const path of paths) {
      await session.call('DELETE', filesUrl(session, 'entry', { path, recursive }))
      invocation.say(`${path} is deleted.`)
    }
  },
}
