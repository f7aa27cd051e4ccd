import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip, gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Installation } from '../../config.ts'
import { ArchiveError } from './archive-error.ts'
import { headerName } from './backup-header.ts'
import { DiskGuard } from './disk-guard.ts'
import { FilesSeen } from './files-seen.ts'
import { encodeTarHeader, type TarEntry } from './tar-header.ts'
import { type Unpacked, unpack } from './unpack.ts'
import { walkFiles } from './walk-files.ts'
import { type ArchivePart, textEntry, writeArchive } from './write-archive.ts'

const installation: Installation = {
  installationId: 'abcdefgh',
  tenantId: '11111111-1111-4111-8111-111111111111',
  subscriptionId: '22222222-2222-4222-8222-222222222222',
  resourceGroup: 'carrel',
  workspace: 'main',
  location: 'local',
  port: 8443,
  domain: 'localhost',
  engine: 'docker',
  image: 'carrel-node:x',
  networkRange: '10.200.0.0/16',
  sshAddress: '127.0.50.1',
  dockerSocket: '/var/run/docker.sock',
}
const header = {
  format: 1,
  version: '0.1.0',
  createdAt: '2026-01-01T00:00:00.000Z',
  installationId: 'abcdefgh',
  database: 'sqlite',
  schema: '001-initial',
  hasFiles: true,
  running: [],
}
const home = 'nodes/c-abcdefgh-1/home'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-unpack-'))
  await mkdir(join(folder, 'in'))
  await mkdir(join(folder, 'out'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('an archive', () => {
  test('brings back what a node had: files, holes, links, modes and times', async () => {
    const source = join(folder, 'in')
    await writeFile(join(source, 'plain'), 'text', { mode: 0o640 })
    await writeFile(join(source, 'sparse'), 'begin')
    await truncate(join(source, 'sparse'), 40_000_000)
    await mkdir(join(source, 'ünï'.repeat(40)))
    await writeFile(join(source, 'ünï'.repeat(40), 'deep'), 'deep')
    const seen = new FilesSeen()
    const parts = async function* () {
      yield* begin()
      yield* walkFiles(source, { name: home, seen })
      yield part({ name: `${home}/link`, kind: 'link', target: '../../anywhere' })
      yield part({ name: `${home}/twin`, kind: 'hardLink', target: `${home}/plain` })
    }
    expect(await unpacked(await archive(parts()))).toMatchObject({ installation, header: { hasFiles: true } })
    const back = join(folder, 'out', 'volumes', 'nodes', 'c-renamed-1', 'home')
    expect((await readdir(back)).sort()).toEqual(['link', 'plain', 'sparse', 'twin', 'ünï'.repeat(40)].sort())
    expect(await readFile(join(back, 'ünï'.repeat(40), 'deep'), 'utf8')).toBe('deep')
    expect(await readlink(join(back, 'link'))).toBe('../../anywhere')
    const [plain, twin, sparse] = await Promise.all(['plain', 'twin', 'sparse'].map((name) => stat(join(back, name))))
    expect(plain?.mode).toBe((await stat(join(source, 'plain'))).mode)
    expect(twin?.ino).toBe(plain?.ino)
    expect(sparse).toMatchObject({ size: 40_000_000 })
    expect(sparse?.blocks).toBeLessThan(1000)
    expect(seen.count).toBe(3)
  })

  test.each<[string, ArchivePart[], RegExp]>([
    ['goes up', [file(`${home}/../../../../etc/x`)], /outside its place/],
    ['starts at the root', [file('/etc/x')], /no place in a backup/],
    ['has a place of its own', [file('volumes/x')], /no place in a backup/],
    ['writes through a link', [home0(), link(`${home}/l`, '/tmp'), file(`${home}/l/x`)], /outside its place/],
    ['puts a link where keys are', [link('keys/master.key', '/etc/shadow')], /not as Carrel writes it/],
    ['makes a home of a link', [link(home, '/etc')], /is no folder/],
    ['names a file elsewhere by a hard link', [home0(), hardLink(`${home}/x`, 'admin/password')], /outside its place/],
    [
      'names the server’s own by a hard link',
      [home0(), hardLink(`${home}/x`, `${home}/../keep/x`)],
      /outside its place/,
    ],
    ['has an entry twice', [home0(), file(`${home}/a`), file(`${home}/a`)], /is in the archive twice/],
    ['has a file of ours twice', [file('keys/master.key'), file('keys/master.key')], /is in the archive twice/],
    ['has files without their folder', [home0(), file(`${home}/a/b`)], /comes before the folder/],
    ['has an oddly named key', [file('keys/other.key')], /no place in a backup/],
    ['has a name that is none', [home0(), file(`${home}//a`)], /outside its place/],
  ])('that %s is refused', async (_name, parts, message) => {
    const made = async function* () {
      yield* begin()
      yield* parts
    }
    await refused(await archive(made()), message)
  })

  test('that holds a device is refused', async () => {
    const bytes = gunzipSync(await readFile(await archive(begin())))
    const device = encodeTarHeader(entry({ name: `${home}/null`, kind: 'file' }))
    device.write('3', 156, 'latin1')
    fixChecksum(device)
    // In the place of the manifest, which is the last three blocks before the two empty ones.
    const path = join(folder, 'device.tar.gz')
    await writeFile(path, gzipSync(Buffer.concat([bytes.subarray(0, -4 * 512), device, Buffer.alloc(1024)])))
    await refused(path, /neither file, folder nor link/)
  })

  test('that is cut off anywhere is refused', async () => {
    const path = await archive(begin())
    const whole = await readFile(path)
    for (const share of [0, 0.1, 0.5, 0.9, 0.99]) {
      await writeFile(path, whole.subarray(0, Math.floor(whole.length * share)))
      await refused(path, /cut off|damaged|no backup/)
    }
    const plain = gunzipSync(whole)
    for (const blocks of [1, 3, 5]) {
      await writeFile(path, gzipSync(plain.subarray(0, -blocks * 512)))
      await refused(path, /cut off|damaged/)
    }
  })

  test('that was altered anywhere is refused', async () => {
    const plain = gunzipSync(await readFile(await archive(begin())))
    const path = join(folder, 'altered.tar.gz')
    for (let at = 0; at < plain.length; at += 97) {
      const altered = Buffer.from(plain)
      altered[at] = (altered[at] ?? 0) ^ 0x01
      await writeFile(path, gzipSync(altered))
      await refused(path, /./)
    }
  })

  test('that is something else is refused', async () => {
    const path = join(folder, 'other')
    for (const content of ['', 'text', gzipSync('text'), gzipSync(Buffer.alloc(100_000))]) {
      await writeFile(path, content)
      await refused(path, /cut off|damaged|no backup|no manifest/)
    }
  })

  test('of a newer Carrel is refused with its version', async () => {
    const made = async function* () {
      yield text(headerName, JSON.stringify({ ...header, schema: '999-later', version: '9.9.9' }))
    }
    await refused(await archive(made()), /written by Carrel 9\.9\.9/)
  })

  test('that unfolds to more than a place may hold is refused', async () => {
    const size = 200 * 1024 * 1024
    const zeros = function* () {
      for (let at = 0; at < size; at += 1024 * 1024) yield Buffer.alloc(1024 * 1024)
    }
    const made = async function* () {
      yield* begin()
      yield { entry: { ...entry({ name: 'store/users/000001.jsonl', kind: 'file' }), size }, body: zeros() }
    }
    await refused(await archive(made()), /not as Carrel writes it/)
    await expect(new DiskGuard(folder).before(2 ** 60)).rejects.toThrow(/too small/)
  })

  test('whose headers claim more than they may is refused before it is read', async () => {
    const pax = encodeTarHeader(entry({ name: `${home}/${'x'.repeat(200)}`, kind: 'file' })).subarray(0, 512)
    pax.write('77777777777\0', 124, 'latin1')
    fixChecksum(pax)
    const path = join(folder, 'claims.tar.gz')
    await writeFile(path, gzipSync(pax))
    await refused(path, /larger than any Carrel writes/)
  })
})

async function* begin(): AsyncGenerator<ArchivePart> {
  yield text(headerName, JSON.stringify(header))
  yield text('config.json', JSON.stringify(installation))
}

async function archive(parts: AsyncIterable<ArchivePart>): Promise<string> {
  const path = join(folder, 'archive.tar.gz')
  const bytes = Readable.from(writeArchive(parts, 0), { objectMode: false })
  await pipeline(bytes, createGzip(), createWriteStream(path))
  return path
}

async function unpacked(file: string): Promise<Unpacked> {
  const out = join(folder, 'out')
  await rm(out, { recursive: true, force: true })
  await mkdir(out)
  return unpack({
    file,
    folder: out,
    knownSchemas: ['001-initial'],
    renameKey: (key) => key.replace('abcdefgh', 'renamed'),
    progress: () => undefined,
  })
}

async function refused(path: string, message: RegExp): Promise<void> {
  const error = await unpacked(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ArchiveError)
  expect((error as ArchiveError).message).toMatch(message)
}

function part(about: Partial<TarEntry> & Pick<TarEntry, 'name' | 'kind'>): ArchivePart {
  return { entry: entry(about) }
}

function entry(about: Partial<TarEntry> & Pick<TarEntry, 'name' | 'kind'>): TarEntry {
  return { mode: 0o600, uid: 0, gid: 0, size: 0, modifiedMs: 0, ...about }
}

function home0(): ArchivePart {
  return part({ name: home, kind: 'folder', mode: 0o750 })
}

function file(name: string): ArchivePart {
  return text(name, 'content')
}

function link(name: string, target: string): ArchivePart {
  return part({ name, kind: 'link', target })
}

function hardLink(name: string, target: string): ArchivePart {
  return part({ name, kind: 'hardLink', target })
}

function text(name: string, content: string): ArchivePart {
  const bytes = Buffer.from(content)
  return { entry: textEntry(name, bytes, 0), body: [bytes] }
}

function fixChecksum(block: Buffer): void {
  block.write('        ', 148, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
}
