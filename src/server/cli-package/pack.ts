import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'

export interface PackedFile {
  readonly text: string | Buffer
  readonly isExecutable?: boolean
}

/** A package as npm takes it: a gzipped tar with everything under `package/`, the same bytes for the same files. */
export async function packFiles(files: ReadonlyMap<string, PackedFile>): Promise<Buffer> {
  const archive = pack()
  const packed = buffer(archive.pipe(createGzip({ level: 9 })))
  const mtime = new Date(0)
  for (const [path, { text, isExecutable }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    archive.entry({ name: `package/${path}`, mode: isExecutable ? 0o755 : 0o644, mtime }, text)
  }
  archive.finalize()
  return packed
}
