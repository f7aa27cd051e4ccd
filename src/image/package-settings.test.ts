import { expect, test } from 'vitest'
import { certificatesIn, pipSettings, proxySettings, withoutCredentials } from './package-settings.ts'

test('the environment wins over pip.conf, and a later file over an earlier one', () => {
  const texts = ['[global]\nindex-url = https://one.example/simple\ntrusted-host: a', '[global]\ntrusted-host = b\n']
  const settings = pipSettings(texts, { PIP_INDEX_URL: 'https://two.example/simple' })
  expect([...settings]).toEqual([
    ['index-url', 'https://two.example/simple'],
    ['trusted-host', 'b'],
  ])
})

test('folders of the host and timeouts are no concern of a build', () => {
  expect(pipSettings(['[global]\nfind-links = /opt/x\n'], { PIP_FIND_LINKS: '/y' }).size).toBe(0)
})

test('an empty proxy variable is not passed on', () => {
  expect(proxySettings({ HTTP_PROXY: '', HTTPS_PROXY: 'http://p:3128' })).toEqual({ HTTPS_PROXY: 'http://p:3128' })
})

test.each([
  ['https://mirror.example/simple', true],
  ['https://token@mirror.example/simple', false],
  ['https://user:pass@mirror.example/simple', false],
  ['https://mirror.example/@scope', true],
])('%s is kept in the image: %s', (value, kept) => {
  expect(withoutCredentials(value)).toBe(kept)
})

test('certificates compare equal whatever stands between them and however lines end', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
  expect(certificatesIn(`# name\n${pem}\n\n${pem.replaceAll('\n', '\r\n')}\r\n`)).toEqual([`${pem}\n`, `${pem}\n`])
})
