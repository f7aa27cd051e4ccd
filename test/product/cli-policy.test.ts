// `carrel policy` on the running product: a rule from a file to what it refuses, and back.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCarrel } from '../support/carrel-command.ts'
import { ruleOf, stopAtTen } from '../support/policies.ts'
import { type Product, startProduct } from '../support/product.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'

const idle = '679ddf89-ab8f-48a5-9029-e76054077449'

let product: Product
let folder: string
skipUnlessRoot()
beforeAll(async () => {
  if (!isRoot) return
  folder = await mkdtemp(join(tmpdir(), 'carrel-policy-'))
  product = await startProduct()
})
afterAll(async () => {
  await product?.[Symbol.asyncDispose]()
  if (folder !== undefined) await rm(folder, { recursive: true })
})

describe('carrel policy', () => {
  test('CI-61: makes a rule from a file, assigns it, tells the states and takes it away', async () => {
    const file = join(folder, 'night.json')
    await writeFile(file, JSON.stringify(stopAtTen))
    expect(await cli('definition', 'create', 'night', file)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/night/),
    })
    expect((await cli('definition', 'list', '--custom')).stdout).toMatch(/night\s+custom/)
    expect((await cli('definition', 'list')).stdout).toMatch(new RegExp(`${idle}.*built in`))
    expect(await cli('assignment', 'create', 'nights', '--policy', 'night')).toMatchObject({ code: 0 })
    expect((await cli('assignment', 'list')).stdout).toMatch(/nights\s+night\s+yes/)
    expect(await runCarrel('compute', 'create', 'by-policy', '--data', product.data)).toMatchObject({ code: 0 })
    const night = await runCarrel('compute', 'schedule', 'list', 'by-policy', '--data', product.data)
    expect(night.stdout).toContain('Pacific Standard Time')
    expect((await cli('state', 'list')).stdout).toMatch(/by-policy\s+Compliant\s+nights\s+night\s+append/)
    expect(await cli('definition', 'delete', 'night', '--yes')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('PolicyDefinitionInUse'),
    })
    expect(await cli('assignment', 'delete', 'nights', '--yes')).toMatchObject({ code: 0 })
    expect(await cli('definition', 'delete', 'night', '--yes')).toMatchObject({ code: 0 })
  })

  test('CI-61: a refusal reaches the person with the rule and the way out', async () => {
    const set = ['--set', 'effect=Deny', '--message', 'Idle machines cost us.']
    expect(await cli('assignment', 'create', 'idle', '--policy', idle, ...set)).toMatchObject({ code: 0 })
    const refused = await runCarrel('compute', 'create', 'policy-no', '--data', product.data)
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('Idle machines cost us.') })
    const group = ['-g', product.facts.resourceGroup]
    expect(await cli('exemption', 'create', 'demo', '--assignment', 'idle', ...group)).toMatchObject({ code: 0 })
    expect((await cli('exemption', 'list', ...group)).stdout).toMatch(/demo\s+idle\s+Waiver/)
    expect((await cli('state', 'summarize')).stdout).toMatch(/idle/)
    await cli('exemption', 'delete', 'demo', ...group, '--yes')
    await cli('assignment', 'delete', 'idle', '--yes')
  })

  test('an initiative from a YAML file; a file that is none is refused before anything is asked', async () => {
    const file = join(folder, 'set.yaml')
    const id = `/providers/Microsoft.Authorization/policyDefinitions/${idle}`
    await writeFile(file, `displayName: Ours\npolicyDefinitions:\n  - policyDefinitionId: ${id}\n`)
    expect(await cli('initiative', 'create', 'ours', file)).toMatchObject({ code: 0 })
    expect((await cli('initiative', 'show', 'ours', '-o', 'json')).stdout).toContain(id)
    await writeFile(file, JSON.stringify(ruleOf({ field: 'name', exists: true }, 'deny').mode))
    expect(await cli('definition', 'create', 'x', file)).toMatchObject({ code: 2 })
    expect(await cli('initiative', 'delete', 'ours', '--yes')).toMatchObject({ code: 0 })
  })
})

function cli(...args: readonly string[]) {
  return runCarrel('policy', ...args, '--data', product.data)
}
