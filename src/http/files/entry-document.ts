import type { ConfinedPath } from '../../share/confined-folder.ts'
import type { EntryFacts } from '../../share/entry-facts.ts'

export function entryDocument(path: ConfinedPath, facts: EntryFacts) {
  return {
    name: path.at(-1) ?? '',
    path: path.join('/'),
    kind: facts.kind,
    ...(facts.kind === 'file' ? { size: facts.size, etag: etagOf(facts) } : {}),
    modifiedAt: new Date(facts.modifiedMs).toISOString(),
  }
}

export function etagOf({ version }: { readonly version: string }): string {
  return `"${version}"`
}
