import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tableShapes } from '../../store/table-shapes.ts'
import { restoredRows } from './restored-rows.ts'

test('rows of a backup come after those they point to, in whatever order its files are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-rows-'))
  try {
    const rows = { group_members: { group_id: 'g', member_id: 'ana', source: 'here' }, groups: { object_id: 'g' } }
    for (const [table, row] of Object.entries(rows)) await writeFile(join(folder, table), `${JSON.stringify(row)}\n`)
    const files = Object.keys(rows).map((table) => ({ table, path: join(folder, table) }))
    const pages = restoredRows({ files, shapes: await tableShapes(), renameKeys: (text) => text })
    const tables: string[] = []
    for await (const { table } of pages) tables.push(table)
    expect(tables).toEqual(['groups', 'group_members'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
