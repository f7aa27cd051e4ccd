// A dockerd that is killed together with its containerd while a container ends may never hear of that: for it the container
// is stopped, for containerd its task is still there, and it cannot be started again ("task … already exists"), however
// often either is restarted. What stands for the task is a shim that has nothing left to keep; when that is gone, so is it.

import { readdir, readFile } from 'node:fs/promises'

/** True: that is why it did not start, and may the next time. */
export async function endStaleTask(error: unknown): Promise<boolean> {
  const [, id] = /task ([0-9a-f]{64}): already exists/.exec(String(error)) ?? []
  const pid = id === undefined ? undefined : await shimOf(id)
  // One that keeps a process is not stale, whatever was said.
  if (pid === undefined || (await hasChildren(pid))) return false
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended in between.
  }
  return true
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

async function hasChildren(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const children = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''))
  return (await Promise.all(children)).some((each) => each.trim() !== '')
}
