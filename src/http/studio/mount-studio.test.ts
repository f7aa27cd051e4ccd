import fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { mountStudio } from './mount-studio.ts'
import { noncePlace, type StudioFiles } from './studio-files.ts'

const origin = 'http://carrel.localhost:8444'
const settings = { issuer: 'https://i', clientId: 'carrel-studio', tenantId: 't', scope: 's', endpoint: 'https://e' }
const file = {
  type: 'text/javascript; charset=utf-8',
  content: Buffer.from('x'),
  zipped: Buffer.from('z'),
  isImmutable: true,
}
const files: StudioFiles = { page: `<style nonce="${noncePlace}"></style>`, files: new Map([['assets/a.js', file]]) }

async function get(path: string, options: { files?: StudioFiles | undefined; host?: string } = { files }) {
  const app = fastify()
  mountStudio(app, { files: options.files, settings, origin })
  const { host } = new URL(origin)
  return app.inject({ url: path, headers: { host: options.host ?? host, 'accept-encoding': 'gzip' } })
}

describe('the web application', () => {
  test('is one page at every address, with a nonce of its own for each answer', async () => {
    const [first, second] = await Promise.all([get('/studio/w/s/g/w/compute'), get('/studio/')])
    const nonceOf = (body: string) => /nonce="([\w-]{24})"/.exec(body)?.[1] ?? 'none'
    expect(first.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonceOf(first.body)}'`)
    expect(first.headers['content-security-policy']).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
    expect(nonceOf(first.body)).not.toBe(nonceOf(second.body))
    expect(first.headers['cache-control']).toBe('no-store')
  })

  test('sends its files zipped and for good, and nothing else', async () => {
    const sent = await get('/studio/assets/a.js')
    expect([sent.statusCode, sent.body, sent.headers['content-encoding']]).toEqual([200, 'z', 'gzip'])
    expect(sent.headers['cache-control']).toMatch(/immutable/)
    expect((await get('/studio/assets/../../../etc/passwd')).statusCode).toBe(404)
    expect((await get('/studio/assets/b.js')).statusCode).toBe(404)
  })

  test('is shown under its own origin alone', async () => {
    const answer = await get('/studio/w/x', { files, host: 'localhost:8444' })
    expect([answer.statusCode, answer.headers.location]).toEqual([302, `${origin}/studio/w/x`])
  })

  test('says what to do when it is not built, and where to sign in all the same', async () => {
    const answer = await get('/studio/', { files: undefined })
    expect(answer.statusCode).not.toBe(200)
    expect((await get('/studio/settings.json', { files: undefined })).json()).toEqual(settings)
  })
})
