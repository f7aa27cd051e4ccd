// `carrel restore FILE`: an installation from a backup, in a folder that holds none. Everything is unpacked and checked beside
// its place first; what fails leaves nothing behind.

import { access, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { takeTurn } from '../../base/take-turn.ts'
import { dataFolder, type Installation } from '../../config.ts'
import { migratorOf } from '../../store/migrations/migrate.ts'
import { openDatabase } from '../../store/open-database.ts'
import { elevate } from '../elevate.ts'
import { findInstallation } from '../installation.ts'
import type { RestoreOptions } from '../options.ts'
import { isRoot } from '../owner.ts'
import { reportFailure } from '../report-failure.ts'
import { createReporter } from '../reporter.ts'
import { StepFailure } from '../step-failure.ts'
import type { BackupHeader } from './backup-header.ts'
import { leftMachines } from './left-machines.ts'
import { type RestoreWork, restoreInto } from './restore-into.ts'
import { findTwin } from './twin.ts'
import { leftByRestore } from './unfinished-restore.ts'
import { readHeader } from './unpack.ts'

export async function restore(options: RestoreOptions): Promise<number> {
  const reporter = createReporter()
  try {
    const data = dataFolder(options.data)
    const file = resolve(options.file)
    await access(file).catch(() => {
      throw new StepFailure(`${file} cannot be read`, 'name the file "carrel backup" wrote')
    })
    if (!isRoot()) {
      return await elevate({ dataFolder: data, reason: 'to bring keys and files back.', say: reporter.say })
    }
    await using _turn = await takeTurn(data, reporter.say)
    await refuseUsed(data)
    const knownSchemas = await schemas()
    const header = await readHeader(file, knownSchemas)
    const choice = options.installation ?? (await ask(header))
    if (choice === 'keep') await refuseTwin(header, data)
    const work = { data, file, header, choice, knownSchemas, options, reporter }
    tell(work, await restoreInto(work))
    return 0
  } catch (error) {
    return reportFailure(error, reporter)
  }
}

async function refuseUsed(data: string): Promise<void> {
  if ((await findInstallation(data)) !== undefined) {
    throw new StepFailure(
      `${data} holds an installation`,
      'name another folder with --data, or remove this one with "carrel down --purge"',
    )
  }
  // A disk of its own has a folder for what was lost; an attempt that was killed has left what it had made.
  const names = await readdir(data).catch(() => [])
  const left = leftByRestore(names)
  const others = names.filter((name) => name !== 'lost+found' && !left.includes(name))
  if (others.length > 0) throw new StepFailure(`${data} is not empty`, 'name an empty or a new folder with --data')
}

async function schemas(): Promise<string[]> {
  const database = await openDatabase({ file: ':memory:' })
  try {
    return (await migratorOf(database).getMigrations()).map(({ name }) => name)
  } finally {
    await database.close()
  }
}

async function ask(header: BackupHeader): Promise<'keep' | 'new'> {
  const nextStep =
    'say --installation keep where the original is gone for good, --installation new where it may still run'
  if (!process.stdin.isTTY) throw new StepFailure('keep the installation’s id, or take a new one?', nextStep)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(
    `The backup is of installation ${header.installationId}, ${header.createdAt}.\n` +
      'Is the original gone for good (keep its id), or is this a copy beside it (take a new id)? [keep/new] ',
  )
  terminal.close()
  const choice = answer.trim().toLowerCase()
  if (choice === 'keep' || choice === 'new') return choice
  throw new StepFailure('neither "keep" nor "new"', nextStep)
}

/** The id must be nobody's on this machine: not another folder's, and not containers' whose folders are gone. */
async function refuseTwin({ installationId }: BackupHeader, data: string): Promise<void> {
  const twin = await findTwin(installationId, data)
  if (twin !== undefined) {
    throw new StepFailure(
      `installation ${installationId} is still on this machine, in ${twin}`,
      'say --installation new to have a copy beside it, or remove it with "carrel down --purge"',
    )
  }
  const left = await leftMachines(installationId)
  if (left.length === 0) return
  throw new StepFailure(
    `instances of installation ${installationId} are still in Docker, without their folders: ${left.join(', ')}`,
    `remove them (docker rm --force ${left.join(' ')}), or say --installation new`,
  )
}

function tell({ data, file, header, options }: RestoreWork, installation: Installation): void {
  const { installationId, port } = installation
  if (options.json) {
    const facts = { data, installationId, port, createdAt: header.createdAt, hasFiles: header.hasFiles }
    process.stdout.write(`${JSON.stringify(facts, undefined, 2)}\n`)
    return
  }
  const homes = header.hasFiles ? 'with the files of its instances' : 'without files of instances: homes are empty'
  process.stdout.write(
    `Installation ${installationId} of ${header.createdAt} is in ${data}, ${homes}.\n` +
      `Start it with: carrel up --data ${data}\n`,
  )
  if (header.installationId !== installationId) {
    process.stdout.write(`It is a copy of ${header.installationId} (${file}); both can run on this machine.\n`)
  }
}
