// What lies around of this installation beside what its database tells of: machines nobody knows, folders nobody uses.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import type { Config } from '../../config.ts'
import { labels } from '../../engine/docker/names.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

export interface LeftoverOptions {
  readonly docker: Docker
  readonly config: Config
  readonly machineKeys: readonly string[]
  /** Folders of nodes are behind root's door. */
  readonly isRoot: boolean
}

export async function leftoverChecks({ docker, config, machineKeys, isRoot }: LeftoverOptions): Promise<Diagnosis[]> {
  const filters = { label: [`${labels.installation}=${config.installation.installationId}`] }
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ])
  // Their network is the machines' of a cluster together.
  const clusters = new Set(containers.map(({ Labels }) => Labels[labels.cluster]))
  const isOfCluster = (cluster: string | undefined): boolean => cluster !== undefined && clusters.has(cluster)
  const strays = [
    ...containers.map(({ Names, Id, Labels }) => ({ name: Names[0] ?? Id, key: Labels[labels.machine] })),
    ...networks
      .filter(({ Labels }) => !isOfCluster(Labels?.[labels.cluster]))
      .map(({ Name, Labels }) => ({ name: Name, key: Labels?.[labels.machine] })),
  ].filter(({ key }) => key === undefined || !machineKeys.includes(key))
  const names = [...new Set(strays.map(({ name }) => name.replace(/^\//, '')))]
  return [
    machinesCheck(containers.length, names),
    isRoot ? await foldersCheck(config, machineKeys) : diagnosis.skip('folders of nodes'),
  ]
}

export function machinesCheck(count: number, strays: readonly string[]): Diagnosis {
  if (strays.length === 0) return diagnosis.ok('containers', count === 1 ? '1, known' : `${count}, all known`)
  return diagnosis.warn(
    'containers',
    `in Docker but in no row: ${strays.join(', ')}`,
    'a running server removes them within a minute or two; else docker rm --force and docker network rm',
  )
}

async function foldersCheck({ paths }: Config, machineKeys: readonly string[]): Promise<Diagnosis> {
  const nodes = join(paths.volumes, 'nodes')
  const unused = (await readdir(nodes).catch(() => [])).filter((key) => !machineKeys.includes(key))
  if (unused.length === 0) return diagnosis.ok('folders of nodes', 'each belongs to an instance')
  return diagnosis.warn(
    'folders of nodes',
    `no instance uses ${unused.join(', ')}`,
    `look into ${nodes}, keep what is needed, remove the rest: Carrel never deletes files nobody asked it to`,
  )
}
