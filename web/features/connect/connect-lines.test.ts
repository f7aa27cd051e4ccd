import { expect, test } from 'vitest'
import { azLines, environmentLines, loginLines, quoted } from './connect-lines.ts'

const place = {
  endpoint: 'https://carrel.example.org:8443',
  tenant: 't-1',
  subscription: 's-1',
  group: "team (ana's)",
  workspace: 'main',
}

test('a name stays one word of a shell, whatever is in it', () => {
  expect(['main', 'https://a.b:8443/x', "ana's $(id)", '', '-x;y'].map(quoted)).toEqual([
    'main',
    'https://a.b:8443/x',
    "'ana'\\''s $(id)'",
    "''",
    "'-x;y'",
  ])
})

test('the lines name this installation and this workspace', () => {
  expect(loginLines(place)).toContain("carrel account set -g 'team (ana'\\''s)' -w main")
  expect(azLines(place)).toContain(
    'az cloud register --name Carrel --endpoint-resource-manager https://carrel.example.org:8443',
  )
  expect(environmentLines(place)).toContain('export AZURE_TENANT_ID=t-1\nexport AZURE_SUBSCRIPTION_ID=s-1')
})
