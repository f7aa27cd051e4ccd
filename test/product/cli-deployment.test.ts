// `carrel deployment` on the running product: what a person deploys, foresees, follows and ends.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, runCarrel } from '../support/carrel-command.ts'
import { type Product, startProduct } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const template = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { name: { type: 'string' }, friendly: { type: 'string', defaultValue: 'One' } },
  resources: [
    {
      type: 'Microsoft.MachineLearningServices/workspaces',
      apiVersion: '2023-04-01',
      name: "[parameters('name')]",
      location: 'local',
      properties: { friendlyName: "[parameters('friendly')]" },
    },
  ],
  outputs: { said: { type: 'string', value: "[concat('made ', parameters('name'))]" } },
}

let product: Product
let folder: string
let file: string
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  folder = await mkdtemp(join(tmpdir(), 'carrel-deployment-'))
  file = join(folder, 'template.json')
  await writeFile(file, `// a comment\n${JSON.stringify(template)}`)
  product = await startProduct(['--no-instance', '--template-mirror', `https://templates.example/=${folder}`])
})
afterAll(async () => {
  await product?.[Symbol.asyncDispose]()
  if (folder !== undefined) await rm(folder, { recursive: true })
})

describe('carrel deployment', () => {
  test('validates, foresees, deploys and shows, resource by resource', async () => {
    const given = ['--template-file', file, '-p', 'name=by-cli']
    expect(await cli('validate', 'lab', ...given)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('workspaces/by-cli'),
    })
    expect(await cli('what-if', 'lab', ...given)).toMatchObject({
      stdout: expect.stringMatching(/Create\s+workspaces\/by-cli/),
    })
    const made = await cli('create', 'lab', ...given)
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('said=made by-cli') })
    expect(made.stderr).toContain('workspaces/by-cli: Succeeded')
    expect(await cli('list')).toMatchObject({ stdout: expect.stringMatching(/lab\s+Succeeded\s+Incremental/) })
    expect(await cli('operations', 'lab')).toMatchObject({
      stdout: expect.stringMatching(/by-cli .* Create\s+Succeeded/),
    })
    expect(JSON.parse((await cli('show', 'lab', '-o', 'json')).stdout).properties.outputs.said.value).toBe(
      'made by-cli',
    )
    expect(JSON.parse((await cli('export', 'lab', '-o', 'json')).stdout)).toEqual(template)
    const changed = await cli('what-if', 'lab', ...given, '-p', 'friendly=Two')
    expect(changed.stdout).toContain('properties.friendlyName: "One" → "Two"')
  })

  test('deploys by an address that the server fetches', async () => {
    const uri = 'https://templates.example/template.json'
    expect(await cli('create', 'linked', '--template-uri', uri, '-p', 'name=by-link')).toMatchObject({ code: 0 })
    expect(await cli('create', 'none', '--template-uri', 'https://127.0.0.1/x.json')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not on the public internet'),
    })
  })

  test('says what failed and how to look on, and what a command lacks', async () => {
    expect(await cli('create', 'bad', '--template-file', file, '-p', 'name=x')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/The workspace name 'x' is not valid.*carrel deployment operations bad/s),
    })
    expect(await cli('create', 'bad')).toMatchObject({ code: 2, stderr: expect.stringContaining('--template-file') })
    expect(await cli('show', 'none')).toMatchObject({ code: 3 })
    expect(await cli('cancel', 'bad')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('has ended as Failed'),
    })
    const complete = ['--mode', 'Complete', '--template-file', file, '-p', 'name=by-cli']
    expect(await cli('create', 'all', ...complete)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
  })

  test('complete mode deletes what the template has not', async () => {
    const complete = ['--mode', 'Complete', '--template-file', file, '-p', 'name=by-cli']
    const foreseen = await cli('what-if', 'all', ...complete)
    expect(foreseen.stdout).toMatch(/Delete\s+workspaces\/by-link/)
    const made = await cli('create', 'all', ...complete, '--yes')
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('workspaces/by-link: Succeeded') })
    expect((await cli('what-if', 'all', ...complete)).stdout).not.toContain('Delete')
  })

  test('deploys to the subscription and deletes from the list', async () => {
    const groups = join(folder, 'groups.json')
    const type = 'Microsoft.Resources/resourceGroups'
    const resources = [{ type, apiVersion: '2021-04-01', name: 'by-cli', location: 'local' }]
    await writeFile(groups, JSON.stringify({ ...template, parameters: {}, outputs: {}, resources }))
    const at = ['--scope', 'sub']
    expect(await cli('create', 'groups', ...at, '--template-file', groups)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('resourceGroups/by-cli: Succeeded'),
    })
    expect(await cli('delete', 'groups', ...at)).toMatchObject({ code: 0 })
    expect(await cli('show', 'groups', ...at)).toMatchObject({ code: 3 })
  })
})

function cli(...args: readonly string[]): Promise<Ended> {
  const [command = '', ...rest] = args
  return runCarrel('deployment', command, ...rest, '--data', product.data)
}
