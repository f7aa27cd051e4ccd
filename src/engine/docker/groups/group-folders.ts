// Groups as folders of the kernel's, below the one that Docker puts containers in by itself: among them all, the machines
// weigh as much as they did. Docker makes missing folders of the way to a container, in every tree; the limits are ours.

import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LimitFile, limitFiles } from './group-limits.ts'
import type { GroupKeeper } from './machine-groups.ts'

/** Docker's own, with this driver of control groups. */
const above = 'docker'
const controllers = ['memory', 'cpu', 'pids']

export interface GroupFoldersPlace {
  /** Where the kernel shows them. */
  readonly root: string
  readonly version: 1 | 2
}

export function groupFolders({ root, version }: GroupFoldersPlace): GroupKeeper {
  const folderOf = (controller: string, name: string): string =>
    version === 1 ? join(root, controller, above, name) : join(root, above, name)
  return {
    parentOf: (name) => `/${above}/${name}`,
    async hold(name, limits, onlyUp) {
      const usable = version === 1 ? await treesIn(root, controllers) : controllers
      for (const controller of usable) await mkdir(folderOf(controller, name), { recursive: true })
      if (version === 2) await handDown(root)
      const files = limitFiles(version, limits).filter(({ controller }) => usable.includes(controller))
      await writeLimits(files, onlyUp, ({ controller, name: file }) => join(folderOf(controller, name), file))
    },
    async remove(name) {
      if (version === 2) return removeTree(folderOf('', name))
      // Of a machine that runs there is one in every tree.
      for (const tree of await readdir(root)) await removeTree(folderOf(tree, name))
    },
    names: () => foldersIn(folderOf('memory', '')),
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

async function treesIn(root: string, wanted: readonly string[]): Promise<string[]> {
  const trees = await readdir(root)
  return wanted.filter((name) => trees.includes(name))
}

/** A group has the controllers that those above it hand down. */
async function handDown(root: string): Promise<void> {
  for (const folder of [root, join(root, above)]) {
    const path = join(folder, 'cgroup.subtree_control')
    const has = (await readFile(path, 'utf8')).trim().split(' ')
    const missing = controllers.filter((controller) => !has.includes(controller))
    if (missing.length > 0) await writeFile(path, missing.map((controller) => `+${controller}`).join(' '))
  }
}

/** What has to go first depends: no limit of memory can be more than that of memory and swap. */
async function writeLimits(
  files: readonly LimitFile[],
  onlyUp: boolean,
  pathOf: (file: LimitFile) => string,
): Promise<void> {
  const steps: { readonly path: string; readonly text: string; readonly isUp: boolean }[] = []
  for (const file of files) {
    const content = await readFile(pathOf(file), 'utf8').catch((error: NodeJS.ErrnoException) => {
      // Some kernels count no swap.
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (content === undefined) continue
    const has = file.read(content.trim())
    if (has === file.wanted) continue
    const isUp = (file.wanted ?? Number.POSITIVE_INFINITY) > (has ?? Number.POSITIVE_INFINITY)
    if (onlyUp && !isUp) continue
    const text = file.wanted === undefined ? file.unlimited : file.write(file.wanted)
    steps.push({ path: pathOf(file), text, isUp })
  }
  for (const { path, text } of [...steps.filter(({ isUp }) => isUp).reverse(), ...steps.filter(({ isUp }) => !isUp)])
    await writeFile(path, text)
}

/** Groups that Docker left in it are empty, or it cannot be removed. */
async function removeTree(folder: string): Promise<void> {
  const inner = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of inner) if (entry.isDirectory()) await removeTree(join(folder, entry.name))
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
  })
}
