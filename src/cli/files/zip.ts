import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { ApiCommand } from '../frame/api-command.ts'
import { filesUrl } from './files-url.ts'
import { requireGood } from './remote-files.ts'

export const zipFiles: ApiCommand = {
  usage: 'zip <path...>',
  summary: 'Download files and folders as one zip',
  examples: ['carrel files zip Users/ana/results', 'carrel files zip a.csv b.csv --to both.zip'],
  options: [{ flags: '--to <file>', summary: 'where to; - for standard output (default: the first name, with .zip)' }],
  async run(invocation) {
    const session = await invocation.session()
    const [first = '', ...more] = invocation.arguments('path')
    const url = [filesUrl(session, 'zip', { path: first }), ...more.map((path) => `path=${encodeURIComponent(path)}`)]
    const { body } = await requireGood(await session.open('GET', url.join('&')))
    const target = invocation.option('to') ?? `${first.split('/').findLast((name) => name !== '') ?? 'files'}.zip`
    if (target === '-') return pipeline(body, process.stdout, { end: false })
    const gathering = `${target}.part`
    try {
      await pipeline(body, createWriteStream(gathering))
    } catch (error) {
      await rm(gathering, { force: true })
      throw error
    }
    await rename(gathering, target)
    invocation.say(`${[first, ...more].join(', ')} → ${target}`)
  },
}
