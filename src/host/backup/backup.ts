// `carrel backup FILE`: one file from which the installation can be brought back, written while it runs. The rows are of one
// moment; files of running instances are as they were met.

import { createWriteStream } from 'node:fs'
import { chown, link, lstat, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Kysely } from 'kysely'
import { takeTurn } from '../../base/take-turn.ts'
import { type Config, dataFolder } from '../../config.ts'
import { type NodeDesired, type NodeObserved, nodeType } from '../../fleet/fleet.ts'
import { migratorOf } from '../../store/migrations/migrate.ts'
import { type OpenDatabase, openDatabase } from '../../store/open-database.ts'
import { readSnapshot } from '../../store/snapshot.ts'
import { tableShapes } from '../../store/table-shapes.ts'
import type { Tables } from '../../store/tables.ts'
import { elevate } from '../elevate.ts'
import { findInstallation } from '../installation.ts'
import type { BackupOptions } from '../options.ts'
import { isRoot, ownerOf } from '../owner.ts'
import { reportFailure } from '../report-failure.ts'
import { createReporter, type Reporter } from '../reporter.ts'
import { StepFailure } from '../step-failure.ts'
import { type BackupHeader, newHeader } from './backup-header.ts'
import { collectParts } from './collect-parts.ts'
import { FilesSeen } from './files-seen.ts'
import { orDiskFull } from './or-disk-full.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { writeArchive } from './write-archive.ts'

export async function backup(options: BackupOptions): Promise<number> {
  const reporter = createReporter()
  try {
    const data = dataFolder(options.data)
    const config = await findInstallation(data)
    if (config === undefined) throw new StepFailure(`no installation in ${data}`, 'name its folder with --data')
    const file = resolve(options.file)
    await refuseTaken(file, options.force)
    if (!isRoot()) {
      return await elevate({ dataFolder: data, reason: 'to read the keys and the database.', say: reporter.say })
    }
    await using _turn = await takeTurn(data, reporter.say)
    await write(config, { ...options, file }, reporter)
    return 0
  } catch (error) {
    return reportFailure(error, reporter)
  }
}

async function refuseTaken(file: string, isForced: boolean): Promise<void> {
  const there = await lstat(file).catch(() => undefined)
  if (there === undefined) {
    if (!(await stat(dirname(file)).catch(() => undefined))?.isDirectory()) {
      throw new StepFailure(`there is no folder ${dirname(file)}`, 'make it, or choose another')
    }
    return
  }
  if (!there.isFile()) throw new StepFailure(`${file} is no regular file`, 'choose another name')
  if (!isForced) throw new StepFailure(`${file} is there already`, 'choose another name, or say --force')
}

async function write(config: Config, options: BackupOptions, reporter: Reporter): Promise<void> {
  const { installation, paths } = config
  const seen = new FilesSeen()
  const database = await openDatabase({ url: installation.database, file: paths.database, readonly: true })
  try {
    const { header, machineKeys } = await look(config, database, options)
    await reporter.phase('backup', async (progress) => {
      const pages = readSnapshot(database, await tableShapes(header.schema))
      const parts = collectParts({ config, header, pages, machineKeys, seen, progress })
      const about = { data: paths.data, createdAt: header.createdAt }
      await orDiskFull(dirname(options.file), () => writeFile(options, parts, about))
    })
    await tell({ header, seen, options, reporter })
  } finally {
    await database.close()
  }
}

async function look(
  { installation }: Config,
  database: OpenDatabase,
  options: BackupOptions,
): Promise<{ header: BackupHeader; machineKeys: string[] }> {
  const nodes = await nodesIn(database.db)
  const applied = (await migratorOf(database).getMigrations()).filter(({ executedAt }) => executedAt !== undefined)
  const header = await newHeader({
    createdAt: new Date().toISOString(),
    installationId: installation.installationId,
    database: database.dialect,
    schema: applied.at(-1)?.name ?? '',
    hasFiles: options.withFiles,
    running: nodes.filter(({ phase }) => phase === 'running').map(({ hostname }) => hostname),
  })
  return { header, machineKeys: nodes.map(({ machineKey }) => machineKey) }
}

interface SeenNode {
  readonly machineKey: string
  readonly hostname: string
  readonly phase: NodeObserved['phase'] | undefined
}

async function nodesIn(db: Kysely<Tables>): Promise<SeenNode[]> {
  const rows = await db
    .selectFrom('resources')
    .select(['desired', 'observed'])
    .where('type', '=', nodeType)
    .where('deleted_at', 'is', null)
    .orderBy('key')
    .execute()
  return rows.map(({ desired, observed }) => {
    const { machineKey, hostname }: NodeDesired = JSON.parse(desired)
    const seen: NodeObserved | null = JSON.parse(observed ?? 'null')
    return { machineKey, hostname, phase: seen?.phase }
  })
}

/** Beside its place, and there only when all of it is on disk. */
async function writeFile(
  { file, force }: BackupOptions,
  parts: ReturnType<typeof collectParts>,
  { data, createdAt }: { data: string; createdAt: string },
): Promise<void> {
  const draft = `${file}.${process.pid}.partial`
  using stop = stopOnSignal()
  try {
    const bytes = Readable.from(writeArchive(parts, Date.parse(createdAt)), { objectMode: false })
    const output = createWriteStream(draft, { flags: 'wx', mode: 0o600 })
    await pipeline(bytes, createGzip(), output, { signal: stop.signal })
    await using written = await open(draft, 'r')
    await written.sync()
    const owner = await ownerOf(data)
    await chown(draft, owner.uid, owner.gid)
    if (force) await rename(draft, file)
    else await link(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
}

interface Told {
  readonly header: BackupHeader
  readonly seen: FilesSeen
  readonly options: BackupOptions
  readonly reporter: Reporter
}

async function tell({ header, seen, options, reporter }: Told): Promise<void> {
  const { size } = await stat(options.file)
  const remarks = [
    ...seen.remarks(),
    ...(header.hasFiles && header.running.length > 0
      ? [`running meanwhile, so files they were writing may be of different moments: ${header.running.join(', ')}`]
      : []),
    header.hasFiles
      ? 'not in it: what instances have outside /home and their shares; restored instances start from their image'
      : 'not in it: files of instances and shares; --with-files adds them',
    'whoever has this file is administrator: it holds the keys and passwords of the installation',
  ]
  if (options.json) {
    const { installationId, schema, hasFiles, running, version } = header
    const facts = { file: options.file, bytes: size, installationId, version, schema, hasFiles, running, remarks }
    process.stdout.write(`${JSON.stringify(facts, undefined, 2)}\n`)
    return
  }
  process.stdout.write(`${options.file}  ${(size / 1e6).toFixed(1)} MB, ${seen.count} files of instances\n`)
  for (const line of remarks) reporter.say(`  ${line}`)
}
