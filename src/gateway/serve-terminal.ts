// The pages and files of a terminal app: the terminal itself at `/`, what it loads below a path of its own.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AppTarget } from './app-target.ts'
import { terminalPage } from './pages/terminal-page.ts'
import { refuse, replyPage } from './reply.ts'
import { pathOf } from './request-path.ts'
import type { TerminalAssets } from './terminal-assets.ts'

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

export function serveTerminal({ request, response }: Exchange, target: AppTarget, assets: TerminalAssets): void {
  const isPage = pathOf(request.url ?? '') === '/' && (request.method === 'GET' || request.method === 'HEAD')
  if (isPage) {
    replyPage(request, response, { status: 200 }, terminalPage({ instance: target.instance, assets: assets.path }))
    return
  }
  refuse(request, response, { status: 404, code: 'NotFound', message: 'A terminal has one page, at /.' })
}

/** Public files: the same for everybody, so nobody need be signed in. */
export function serveAsset({ request, response }: Exchange, assets: TerminalAssets): void {
  const asset = assets.find(pathOf(request.url ?? ''))
  if (asset === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
    refuse(request, response, { status: 404, code: 'NotFound', message: 'There is no such file.' })
    return
  }
  response.writeHead(200, {
    'Content-Type': asset.contentType,
    'Content-Length': asset.body.length,
    'Cache-Control': 'public, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(request.method === 'HEAD' ? undefined : asset.body)
}
