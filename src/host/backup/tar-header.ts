// One entry's header in the tar format (POSIX ustar, with a pax header where a field is too small). Written so that any tar
// program can look into a backup. Read strictly: what this file would not write is refused, because a reader that knows
// more kinds and encodings than it needs is what a hostile archive looks for.

import { ArchiveError } from './archive-error.ts'

export interface TarEntry {
  /** Slashes between names, none at either end. */
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'hardLink'
  /** Permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Bytes that follow; 0 unless it is a file. */
  readonly size: number
  readonly modifiedMs: number
  /** Where a link leads; of a hard link the name of an earlier entry. */
  readonly target?: string
}

export const blockSize = 512
const kinds = { file: '0', hardLink: '1', link: '2', folder: '5' } as const
const paxKind = 'x'
/** More than two names of the greatest length, and no room for a trick. */
const paxLimit = 32 * 1024
const largestOctal = { 8: 0o7777777, 12: 0o77777777777 } as const

/** Blocks: the header, and before it the pax header where one is needed. */
export function encodeTarHeader(entry: TarEntry): Buffer {
  const records = paxRecords(entry)
  const header = block(entry, kinds[entry.kind])
  if (records.length === 0) return header
  const text = Buffer.from(records.map(([key, value]) => paxRecord(key, value)).join(''))
  const pax = block({ ...entry, name: 'pax-header', size: text.length, target: '' }, paxKind)
  return Buffer.concat([pax, padded(text), header])
}

/** Zero bytes up to the next block. */
export function paddingAfter(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize
}

/** Reads a header block by block from `take`, which answers exactly as many bytes. Undefined: the end of the archive. */
export async function decodeTarHeader(take: (bytes: number) => Promise<Buffer>): Promise<TarEntry | undefined> {
  const first = await take(blockSize)
  if (first.every((byte) => byte === 0)) return undefined
  if (kindOf(first) !== paxKind) return entryOf(first, {})
  const size = octal(first, 124, 12)
  if (size > paxLimit) throw new ArchiveError('a header of the archive is larger than any Carrel writes')
  const pax = parsePax((await take(size + paddingAfter(size))).subarray(0, size))
  return entryOf(await take(blockSize), pax)
}

function paxRecords({ name, target = '', size, uid, gid }: TarEntry): [string, string][] {
  const numbers: [string, number, number][] = [
    ['size', size, largestOctal[12]],
    ['uid', uid, largestOctal[8]],
    ['gid', gid, largestOctal[8]],
  ]
  return [
    ...(isShort(name) ? [] : [['path', name] as [string, string]]),
    ...(isShort(target) ? [] : [['linkpath', target] as [string, string]]),
    ...numbers.flatMap(([key, value, largest]) => (value > largest ? [[key, String(value)] as [string, string]] : [])),
  ]
}

function isShort(text: string): boolean {
  return Buffer.byteLength(text) <= 100 && /^[\x20-\x7e]*$/.test(text)
}

/** Its length, which counts itself, then key and value. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  const bytes = Buffer.byteLength(rest)
  let length = bytes + String(bytes).length
  if (String(length).length !== String(bytes).length) length = bytes + String(length).length
  return `${length}${rest}`
}

function block(entry: TarEntry, kind: string): Buffer {
  const header = Buffer.alloc(blockSize)
  const octalAt = (value: number, at: number, width: 8 | 12) =>
    header.write(
      `${Math.min(value, largestOctal[width])
        .toString(8)
        .padStart(width - 1, '0')}\0`,
      at,
      'latin1',
    )
  header.write(isShort(entry.name) ? entry.name : 'see-pax-header', 0, 100, 'latin1')
  octalAt(entry.mode & 0o7777, 100, 8)
  octalAt(entry.uid, 108, 8)
  octalAt(entry.gid, 116, 8)
  octalAt(entry.size, 124, 12)
  octalAt(Math.max(0, Math.floor(entry.modifiedMs / 1000)), 136, 12)
  header.write('        ', 148, 'latin1')
  header.write(kind, 156, 'latin1')
  header.write(isShort(entry.target ?? '') ? (entry.target ?? '') : 'see-pax-header', 157, 100, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

function entryOf(header: Buffer, pax: Readonly<Record<string, string>>): TarEntry {
  const kind = Object.entries(kinds).find(([, letter]) => letter === kindOf(header))?.[0] as
    | TarEntry['kind']
    | undefined
  if (kind === undefined) {
    throw new ArchiveError(
      `the archive holds something that is neither file, folder nor link (kind '${kindOf(header)}')`,
    )
  }
  const size = pax['size'] === undefined ? octal(header, 124, 12) : decimal(pax['size'])
  if (kind !== 'file' && size !== 0) throw broken()
  const name = pax['path'] ?? text(header, 0, 100)
  return {
    name: kind === 'folder' ? name.replace(/\/$/, '') : name,
    kind,
    mode: octal(header, 100, 8) & 0o7777,
    uid: pax['uid'] === undefined ? octal(header, 108, 8) : decimal(pax['uid']),
    gid: pax['gid'] === undefined ? octal(header, 116, 8) : decimal(pax['gid']),
    size,
    modifiedMs: octal(header, 136, 12) * 1000,
    target: pax['linkpath'] ?? text(header, 157, 100),
  }
}

function kindOf(header: Buffer): string {
  if (header.toString('latin1', 257, 262) !== 'ustar' || octal(header, 148, 8) !== checksum(header)) throw broken()
  return header.toString('latin1', 156, 157)
}

function parsePax(content: Buffer): Record<string, string> {
  const found: Record<string, string> = {}
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at)
    const length = decimal(content.toString('latin1', at, space))
    const record = content.toString('utf8', space + 1, at + length)
    const equals = record.indexOf('=')
    if (space < at || length === 0 || equals < 1 || !record.endsWith('\n') || at + length > content.length)
      throw broken()
    const key = record.slice(0, equals)
    if (!['path', 'linkpath', 'size', 'uid', 'gid'].includes(key)) throw broken()
    found[key] = record.slice(equals + 1, -1)
    at += length
  }
  return found
}

/** The sum of all bytes, the field of the sum itself taken as blanks. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0)
}

function octal(header: Buffer, at: number, width: number): number {
  const digits = /^ *([0-7]+)[\0 ]*$/.exec(header.toString('latin1', at, at + width))?.[1]
  if (digits === undefined) throw broken()
  return Number.parseInt(digits, 8)
}

function decimal(digits: string): number {
  const value = /^\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN
  if (!Number.isSafeInteger(value)) throw broken()
  return value
}

function text(header: Buffer, at: number, width: number): string {
  const field = header.subarray(at, at + width)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? width : end)
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc(paddingAfter(content.length))])
}

function broken(): ArchiveError {
  return new ArchiveError('the archive is damaged: a header is not as it was written')
}
