// Where a laptop gets its command line: the package, the authority to trust, and a page that says how. Read without
// signing in; there is nothing in it that is not public.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { chooseLanguage } from '../../base/choose-language.ts'
import type { Config } from '../../config.ts'
import { pageHeaders } from '../../identity/pages/page.ts'
import { buildCliPackage } from './build-cli-package.ts'
import { cliPage } from './cli-page.ts'

export function mountCliPackage(app: FastifyInstance, config: Config): void {
  const { endpoint, installation, paths } = config
  const isOwn = installation.certificate === undefined
  const readAuthority = () => readFile(join(paths.tls, 'ca.pem'), 'utf8')
  let made: Promise<Buffer> | undefined
  const packageOf = async (): Promise<Buffer> => {
    made ??= readAuthority().then((ca) => buildCliPackage({ endpoint, ca: isOwn ? ca : undefined }))
    // The next one who asks may have more luck.
    made.catch(() => {
      made = undefined
    })
    return made
  }

  app.get('/cli', async (request, reply) => {
    const language = chooseLanguage({ accepted: request.headers['accept-language'] })
    return reply.headers(pageHeaders()).send(cliPage({ language, endpoint, needsAuthority: isOwn }))
  })
  app.get('/cli/ca.pem', async (_request, reply) =>
    file(reply, 'application/x-pem-file', 'carrel-ca.pem').send(await readAuthority()),
  )
  app.get('/cli/carrel.tgz', async (request, reply) => {
    const packed = await packageOf()
    const etag = `"${createHash('sha256').update(packed).digest('base64url')}"`
    if (request.headers['if-none-match'] === etag) return reply.code(304).header('etag', etag).send()
    return file(reply, 'application/gzip', 'carrel.tgz').header('etag', etag).send(packed)
  })
}

function file(reply: FastifyReply, type: string, name: string): FastifyReply {
  return reply.headers({
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  })
}
