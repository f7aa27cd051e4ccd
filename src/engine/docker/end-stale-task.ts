// A dockerd that is killed together with its containerd while a container starts or ends may never hear of that: for it the
// container is stopped, for containerd its task is there, and perhaps runs. It cannot be started any more ("task … already
// exists", "id already in use"), however often either is restarted, and what runs is nobody's. What runs is ended, and when
// nothing does, the shim that stands for it: then the task is gone. A shim that ends before it has begun may leave its folder,
// for which containerd makes no other ("failed to start shim: mkdir …: file exists"): that is taken away.

import { readdir, readFile, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** For a container that Docker says does not run. True: `error` is of that, and the next start may work. */
export async function endStaleTask(error: unknown, containerId: string): Promise<boolean> {
  const text = String(error)
  const isTaskLeft = /task [0-9a-f]{64}: already exists|id already in use/.test(text)
  const [, folder] =
    /mkdir (\/\S+\/io\.containerd\.runtime\.v2\.task\/[^/\s]+\/[0-9a-f]{64}): file exists/.exec(text) ?? []
  const isFolderLeft = folder?.endsWith(`/${containerId}`) === true
  if (!isTaskLeft && !isFolderLeft) return false
  const shim = await shimOf(containerId)
  if (shim === undefined) return isFolderLeft && removeFolder(folder)
  const running = await childrenOf(shim)
  for (const pid of running.length > 0 ? running : [shim]) end(pid)
  return true
}

/** What is mounted or filled in it is the container's disk: then it stays, and so does all there is. */
async function removeFolder(path: string): Promise<boolean> {
  try {
    await rmdir(join(path, 'rootfs')).catch(unlessAbsent)
    for (const name of await readdir(path)) await unlink(join(path, name))
    await rmdir(path)
    return true
  } catch {
    return false
  }
}

function unlessAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

async function shimOf(id: string): Promise<number | undefined> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const [program = '', ...words] = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0')
    const isShim = /(?:^|\/)containerd-shim(?:-[\w-]+)?$/.test(program)
    if (isShim && words[words.indexOf('-id') + 1] === id) return Number(name)
  }
  return undefined
}

/** The container's first process: the others end with it. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const children = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''))
  return (await Promise.all(children)).flatMap((each) => each.split(' ').filter(Boolean).map(Number))
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended in between.
  }
}
