import { readdir, readFile, readlink } from 'node:fs/promises'

/** TCP ports on which the processes listen whose command line names the data folder, at whatever address; sorted. */
export async function listeningPorts(data: string): Promise<number[]> {
  const inodes = new Set((await Promise.all((await processesOf(data)).map(socketsOf))).flat())
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')))
  const ports = tables.flatMap((table) =>
    table
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === listening && inodes.has(inode ?? ''))
      .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16)),
  )
  return [...new Set(ports)].sort((a, b) => a - b)
}

const listening = '0A'

async function processesOf(data: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = pids.map(async (pid) => {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
    return words.includes(data) ? [pid] : []
  })
  return (await Promise.all(found)).flat()
}

async function socketsOf(pid: string): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')))
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
}
