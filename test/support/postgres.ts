// A PostgreSQL of the test's own: in a temporary folder, reached by a Unix socket, gone with the test. Nothing of the
// machine's own databases is touched.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'

export interface PrivatePostgres extends AsyncDisposable {
  /** URL of a new, empty database. */
  createDatabase(): Promise<string>
}

/** Where `initdb` and `postgres` are; undefined where PostgreSQL is not installed. */
export function postgresBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

export async function startPostgres(): Promise<PrivatePostgres> {
  const binaries = postgresBinaries()
  if (binaries === undefined) throw new Error('PostgreSQL is not installed')
  const folder = await mkdtemp(join(tmpdir(), 'carrel-pg-'))
  const owner = await unprivilegedOwner()
  if (owner) await chown(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'carrel', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
  await promisify(execFile)(join(binaries, 'initdb'), initdb, { ...owner, cwd: folder })
  const server = spawn(join(binaries, 'postgres'), serverArguments(data, folder), {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const killServer = () => server.kill('SIGQUIT')
  process.once('exit', killServer)
  await untilReady(folder, server)
  let databases = 0
  return {
    async createDatabase() {
      const name = `test_${++databases}`
      await query(folder, `create database ${name}`)
      return urlOf(folder, name)
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', killServer)
      await stop(server)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Nothing here outlives the test, so nothing need survive a power cut. */
function serverArguments(data: string, socketFolder: string): string[] {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${socketFolder}`,
    'max_connections=200',
    'fsync=off',
    'log_min_messages=fatal',
    'log_min_error_statement=panic',
  ]
  return ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
}

/** PostgreSQL refuses to run as root. */
async function unprivilegedOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)])
    if (uid !== undefined && gid !== undefined) return { uid, gid }
  }
  throw new Error('No unprivileged user to run PostgreSQL as')
}

async function idOf(option: '-u' | '-g', name: string): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)('id', [option, name])
    return Number(stdout)
  } catch {
    return undefined
  }
}

/** However long it takes: who waits for it has a limit. */
async function untilReady(folder: string, server: ChildProcess): Promise<void> {
  for (;;) {
    try {
      return await query(folder, 'select 1')
    } catch (error) {
      if (server.exitCode !== null || server.signalCode !== null) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function query(folder: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(folder, 'postgres') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function urlOf(socketFolder: string, database: string): string {
  return `postgres://carrel@${encodeURIComponent(socketFolder)}/${database}`
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const exited = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await exited
}
