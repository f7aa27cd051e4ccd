import { describe, expect, test } from 'vitest'
import { bareHost, hostKind, impersonatedNames, isManagementHost, isSignInHost } from './azure-hosts.ts'

describe('a host name is', () => {
  test.each([
    'management.azure.com',
    'management.core.windows.net',
    'login.microsoftonline.com',
    'login.windows.net',
    'sts.windows.net',
    'graph.microsoft.com',
    'graph.windows.net',
    'ml.azure.com',
    'eastus.api.azureml.ms',
    'MANAGEMENT.Azure.com.',
  ])('answered by Carrel: %s', (host) => expect(hostKind(host)).toBe('played'))

  test.each([
    'lab.blob.core.windows.net',
    'lab.vault.azure.net',
    'portal.azure.com',
    'lab.azurecr.io',
    'eastus.management.azure.com',
    'a.b.api.azureml.ms',
    'api.azureml.ms',
    'login.microsoftonline.us',
    'management.chinacloudapi.cn',
    '169.254.169.254',
  ])('of Azure and not played: %s', (host) => expect(hostKind(host)).toBe('azure'))

  test.each(['dc.services.visualstudio.com', 'eastus-8.in.applicationinsights.azure.com'])(
    'one that tools talk to on their own: %s',
    (host) => expect(hostKind(host)).toBe('background'),
  )

  test.each([
    'pypi.org',
    'github.com',
    'learn.microsoft.com',
    'localhost',
    '127.0.0.1',
    'notazure.com',
    'management.azure.com.example.org',
    'evil-windows.net',
  ])('somebody else’s: %s', (host) => expect(hostKind(host)).toBe('other'))
})

test('the second authority can vouch for every name that is played, and for no other Azure name', () => {
  const vouchedFor = (host: string) => impersonatedNames.some((name) => host === name || host.endsWith(`.${name}`))
  for (const host of ['management.azure.com', 'login.microsoftonline.com', 'westeurope.api.azureml.ms']) {
    expect(vouchedFor(host)).toBe(true)
  }
  for (const host of ['portal.azure.com', 'lab.blob.core.windows.net', 'localhost'])
    expect(vouchedFor(host)).toBe(false)
})

test('names are compared without regard to case, a final dot and brackets', () => {
  expect(bareHost('Login.Windows.NET.')).toBe('login.windows.net')
  expect(bareHost('[::1]')).toBe('::1')
  expect(isSignInHost('LOGIN.microsoftonline.com')).toBe(true)
  expect(isManagementHost('management.azure.com.')).toBe(true)
  expect(isManagementHost('login.microsoftonline.com')).toBe(false)
})
