// Templates that others have published, deployed unmodified: those of the documents and what they ask for first.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deploy, ended, startWithGroup } from '../support/deployment-steps.ts'

const folder = join(import.meta.dirname, '../../../shared/specs/templates')
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'))

interface Published {
  readonly file: string
  /** What its parameter file leaves to be filled in, or what is taken in its place. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly makes: number
  /** Deployed first, for what it makes. */
  readonly after?: string
}

const published: readonly Published[] = [
  { file: 'workspace/azuredeploy.json', parameters: { name: 'qs1', environment: 'dev', location: 'eastus' }, makes: 5 },
  { file: 'compute-instance/prereqs/prereq.azuredeploy.json', parameters: { workspaceName: 'first-ws' }, makes: 4 },
  { file: 'amlcompute/prereqs/prereq.azuredeploy.json', parameters: { workspaceName: 'first-ws' }, makes: 4 },
  {
    file: 'amlcompute/azuredeploy.json',
    after: 'amlcompute/prereqs/prereq.azuredeploy.json',
    parameters: {
      workspaceName: 'first-ws',
      clusterName: 'cluster',
      minNodeCount: 0,
      maxNodeCount: 1,
      adminUserName: 'ana',
      adminUserPassword: 'Secret-1234!',
    },
    makes: 1,
  },
]

describe.skipIf(!existsSync(folder))('a published template deploys as it is', () => {
  test.each(published)('$file', async ({ file, parameters, makes, after }) => {
    await using server = await startWithGroup()
    const valuesOf = (given: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value }]))
    if (after !== undefined) {
      const name = { workspaceName: parameters['workspaceName'] }
      await deploy(server, 'before', { template: read(after), parameters: valuesOf(name) })
      expect((await ended(server, 'before')).body.properties.error).toBeUndefined()
    }
    const put = await deploy(server, 'published', { template: read(file), parameters: valuesOf(parameters) })
    expect(put.body.error).toBeUndefined()
    const { properties } = (await ended(server, 'published')).body
    expect(properties.error).toBeUndefined()
    expect(properties.provisioningState).toBe('Succeeded')
    expect(properties.outputResources).toHaveLength(makes)
  })
})
