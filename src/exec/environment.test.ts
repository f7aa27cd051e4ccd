import { expect, test } from 'vitest'
import { environmentFor, extensionFolder } from './environment.ts'

const facts = {
  endpoint: 'https://localhost:8443',
  configFolder: '/config/azure',
  bundleFile: '/run/bundle.pem',
  extensionFolder: undefined,
  proxyUrl: 'http://carrel:secret@127.0.0.1:40000',
}

test('everything goes through the proxy, whatever exceptions there were, but for this machine itself', () => {
  const before = { NO_PROXY: '.azure.com', ALL_PROXY: 'socks5://x', all_proxy: 'socks5://x', https_proxy: 'http://y' }
  const environment = environmentFor(before, facts)
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    expect(environment[name]).toBe(facts.proxyUrl)
  }
  expect(environment).not.toHaveProperty('ALL_PROXY')
  expect(environment).not.toHaveProperty('all_proxy')
  for (const name of ['NO_PROXY', 'no_proxy']) expect(environment[name]?.split(',')).not.toContain('.azure.com')
  expect(environment['no_proxy']?.split(',')).toContain('localhost')
})

test('what names another cloud, or an identity the machine has in Azure, is taken out; the rest stays', () => {
  const before = {
    ARM_CLOUD_METADATA_URL: 'https://other.test',
    AZURE_AUTHORITY_HOST: 'https://other.test',
    IDENTITY_ENDPOINT: 'http://169.254.0.1',
    AZURE_CLIENT_ID: 'mine',
    PATH: '/bin',
  }
  const environment = environmentFor(before, facts)
  for (const name of ['ARM_CLOUD_METADATA_URL', 'AZURE_AUTHORITY_HOST', 'IDENTITY_ENDPOINT']) {
    expect(environment).not.toHaveProperty(name)
  }
  expect(environment).toMatchObject({ AZURE_CLIENT_ID: 'mine', PATH: '/bin' })
})

test('every tool trusts the one bundle, keeps its files apart and sends no usage data', () => {
  const environment = environmentFor({ REQUESTS_CA_BUNDLE: '/other.pem', AZURE_CONFIG_DIR: '/home/.azure' }, facts)
  expect(environment).toMatchObject({
    REQUESTS_CA_BUNDLE: facts.bundleFile,
    SSL_CERT_FILE: facts.bundleFile,
    CURL_CA_BUNDLE: facts.bundleFile,
    NODE_EXTRA_CA_CERTS: facts.bundleFile,
    AZURE_CONFIG_DIR: facts.configFolder,
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
  })
})

test('a registered cloud is named by variable; the proxy from before stays, but not for this machine', () => {
  const before = { HTTPS_PROXY: 'http://y', NO_PROXY: 'lab.test' }
  const environment = environmentFor(before, { ...facts, proxyUrl: undefined })
  expect(environment).toMatchObject({
    ARM_CLOUD_METADATA_URL: 'https://localhost:8443/metadata/endpoints?api-version=2019-05-01',
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    HTTPS_PROXY: 'http://y',
  })
  expect(environment['NO_PROXY']?.split(',')).toEqual(expect.arrayContaining(['lab.test', 'localhost']))
})

test('extensions are looked for where the caller has them', () => {
  expect(extensionFolder({}, '/home/ana')).toBe('/home/ana/.azure/cliextensions')
  expect(extensionFolder({ AZURE_CONFIG_DIR: '/c' }, '/home/ana')).toBe('/c/cliextensions')
  expect(extensionFolder({ AZURE_EXTENSION_DIR: '/e' }, '/home/ana')).toBe('/e')
})
