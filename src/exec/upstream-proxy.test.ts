import { expect, test } from 'vitest'
import { expectUsableProxies, upstreamProxy } from './upstream-proxy.ts'

const https = (host: string, port = 443) => ({ host, port, isHttps: true })

test('the proxy for the scheme leads outside, in either case, and the general one where there is none', () => {
  const environment = { HTTPS_PROXY: 'http://u:p@proxy.test:3128', all_proxy: 'socks5://socks.test:1080' }
  expect(upstreamProxy(environment, https('pypi.org'))).toBe('http://u:p@proxy.test:3128')
  expect(upstreamProxy(environment, { host: 'pypi.org', port: 80, isHttps: false })).toBe('socks5://socks.test:1080')
  expect(upstreamProxy({ https_proxy: 'proxy.test:3128' }, https('pypi.org'))).toBe('http://proxy.test:3128')
  expect(upstreamProxy({ HTTPS_PROXY: '' }, https('pypi.org'))).toBeUndefined()
})

test.each([
  ['pypi.org', 'pypi.org', 443],
  ['.test', 'a.b.test', 443],
  ['*.test', 'a.test', 443],
  ['other, lab.test:8443', 'lab.test', 8443],
  ['*', 'pypi.org', 443],
  ['', 'localhost', 8443],
  ['', 'carrel.localhost', 8443],
  ['', '127.0.0.1', 8443],
  ['', '[::1]', 8443],
])('with no_proxy %j, %s:%i is reached without it', (list, host, port) => {
  expect(upstreamProxy({ https_proxy: 'http://proxy.test', no_proxy: list }, https(host, port))).toBeUndefined()
})

test.each([
  ['lab.test:8443', 'lab.test', 443],
  ['test', 'contest', 443],
  ['', '127.evil.test', 443],
])('with no_proxy %j, %s:%i is reached by it', (list, host, port) => {
  expect(upstreamProxy({ https_proxy: 'http://proxy.test', no_proxy: list }, https(host, port))).toBe(
    'http://proxy.test',
  )
})

test('what is no proxy is refused before anything runs, without its password', () => {
  for (const proxy of ['http://u:p@proxy.test:3128', 'proxy.test:3128', 'socks5h://proxy.test']) {
    expect(() => expectUsableProxies({ HTTPS_PROXY: proxy })).not.toThrow()
  }
  expect(() => expectUsableProxies({})).not.toThrow()
  for (const proxy of ['ftp://u:secret@proxy.test', 'http://u:secret@proxy.test:port']) {
    expect(() => expectUsableProxies({ ALL_PROXY: proxy })).toThrow(/^(?!.*secret).*is no address of a proxy/)
  }
})
