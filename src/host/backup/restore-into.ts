// Brings a backup into a data folder that holds nothing: unpacked and checked in a folder within it, the database filled, and
// only then moved to where it is looked for. What fails, or is interrupted, leaves the data folder and the database as they were.

import { chmod, chown, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Installation, pathsIn } from '../../config.ts'
import { tableShapes } from '../../store/table-shapes.ts'
import { ensureDataFolder, writeOwnersFile } from '../data-folder.ts'
import { newInstallationId } from '../installation.ts'
import type { RestoreOptions } from '../options.ts'
import { type Owner, ownerOf } from '../owner.ts'
import type { Reporter } from '../reporter.ts'
import { ArchiveError } from './archive-error.ts'
import type { BackupHeader } from './backup-header.ts'
import { fillDatabase } from './fill-database.ts'
import { orDiskFull } from './or-disk-full.ts'
import { restoredInstallation } from './restored-installation.ts'
import { restoredRows } from './restored-rows.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { leftByRestore, stagingFolder } from './unfinished-restore.ts'
import { unpack } from './unpack.ts'

export interface RestoreWork {
  /** Absent or empty, but for what a restore has left that was killed. */
  readonly data: string
  readonly file: string
  readonly header: BackupHeader
  readonly choice: 'keep' | 'new'
  /** Names of the migrations this Carrel has. */
  readonly knownSchemas: readonly string[]
  readonly options: Pick<RestoreOptions, 'database' | 'port' | 'json'>
  readonly reporter: Reporter
}

export async function restoreInto(work: RestoreWork): Promise<Installation> {
  // Before anything is made: who stops it in between finds nothing of it.
  using stop = stopOnSignal()
  // Whom a folder that is not there yet will belong to.
  const owner = await ownerOf(work.data)
  const isMade = (await mkdir(work.data, { recursive: true, mode: 0o700 })) !== undefined
  const folder = join(work.data, stagingFolder)
  let undo = async (): Promise<void> => undefined
  try {
    for (const name of leftByRestore(await readdir(work.data))) await rm(join(work.data, name), { recursive: true })
    await mkdir(folder, { mode: 0o700 })
    const filled = await fill(work, folder, stop.signal)
    undo = filled.undo
    stop.signal.throwIfAborted()
    await work.reporter.phase('data folder', () => moveIntoPlace(folder, { ...work, owner, ...filled }))
    return filled.installation
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    await undo()
    if (isMade) await rmdir(work.data).catch(() => undefined)
    throw error
  }
}

interface Filled {
  readonly installation: Installation
  undo(): Promise<void>
}

async function fill(work: RestoreWork, folder: string, signal: AbortSignal): Promise<Filled> {
  const { file, header, choice, knownSchemas, options, reporter } = work
  const installationId = choice === 'new' ? newInstallationId() : header.installationId
  // A machine's key begins with its installation; see `machineKey` in fleet/node-rows.ts.
  const renameKeys = (text: string) => text.replaceAll(`c-${header.installationId}-`, `c-${installationId}-`)
  const unpacked = await reporter.phase('archive', (show) => {
    const progress = (line: string) => {
      signal.throwIfAborted()
      show(line)
    }
    return orDiskFull(work.data, () => unpack({ file, folder, knownSchemas, renameKey: renameKeys, progress }))
  })
  if (unpacked.installation.installationId !== header.installationId) {
    throw new ArchiveError('the archive says two things about which installation it is of')
  }
  const installation = await restoredInstallation(unpacked.installation, {
    installationId,
    database: options.database,
    port: options.port,
  })
  const { undo } = await reporter.phase('database', async () => {
    const shapes = await tableShapes(header.schema)
    const pages = restoredRows({ files: unpacked.rows, shapes, renameKeys })
    const location = options.database === undefined ? { file: pathsIn(folder).database } : { url: options.database }
    const filling = { location, schema: header.schema, shapes, pages, now: Date.now() }
    return orDiskFull(work.data, () => fillDatabase(filling))
  })
  return { installation, undo }
}

/** What says that there is an installation comes last, and after that goes what says that a restore is under way. */
async function moveIntoPlace(
  folder: string,
  { data, owner, installation }: RestoreWork & { owner: Owner; installation: Installation },
): Promise<void> {
  const paths = pathsIn(data)
  await rm(join(folder, 'store'), { recursive: true, force: true })
  const moved: string[] = []
  try {
    for (const name of await readdir(folder)) {
      await rename(join(folder, name), join(data, name))
      moved.push(name)
    }
    await ensureDataFolder({ paths, owner, gatewayGid: undefined })
    for (const name of await readdir(paths.admin)) {
      await chown(join(paths.admin, name), owner.uid, owner.gid)
      await chmod(join(paths.admin, name), name.endsWith('.pub') ? 0o644 : 0o600)
    }
    await writeOwnersFile(`${paths.config}.new`, `${JSON.stringify(installation, undefined, 2)}\n`, owner)
    await rename(`${paths.config}.new`, paths.config)
    await rmdir(folder).catch(() => undefined)
  } catch (error) {
    for (const name of [...moved, 'keys', 'tls', 'admin', 'run', 'logs', 'supervisor', 'volumes', 'config.json.new']) {
      await rm(join(data, name), { recursive: true, force: true })
    }
    throw error
  }
}
