// Folders made, entries renamed and deleted; each that is refused says why.

import { useQueryClient } from '@tanstack/react-query'
import { apiVersions } from '../../api/api-versions.ts'
import type { FileEntry } from '../../api/file-entries.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, type WorkspaceKey } from '../../paths.ts'
import { shownName } from '../../ui/shown-name.ts'
import { useToasts } from '../../ui/use-toasts.tsx'

const version = apiVersions.carrel
const atATime = 8
/** Of many that are refused, mostly for the same reason. */
const mostTold = 3

export function useFileChanges(key: WorkspaceKey) {
  const { arm } = useStudio()
  const queryClient = useQueryClient()
  const text = useText()
  const toasts = useToasts()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['files', key] })
  return {
    refresh,
    async makeFolder(path: string) {
      await arm.put(`${addresses.fileFolder(key, path)}&parents=true`, version, undefined)
      await refresh()
    },
    async makeFile(path: string) {
      const address = `${addresses.fileContent(key, path)}&api-version=${version}`
      await arm.send(address, { method: 'PUT', body: '', headers: { 'if-none-match': '*' } })
      await refresh()
    },
    async rename(from: string, to: string) {
      await arm.post(addresses.fileMove(key), version, { from, to })
      await refresh()
    },
    /** Folders with all that is in them. */
    async remove(entries: readonly FileEntry[]) {
      const results: PromiseSettledResult<void>[] = []
      for (let from = 0; from < entries.length; from += atATime)
        results.push(
          ...(await Promise.allSettled(
            entries
              .slice(from, from + atATime)
              .map(({ path, kind }) =>
                arm.delete(`${addresses.fileEntry(key, path)}${kind === 'folder' ? '&recursive=true' : ''}`, version),
              ),
          )),
        )
      const refused = results.flatMap((result, index) =>
        result.status === 'rejected' ? [{ name: shownName(entries[index]?.name ?? ''), reason: result.reason }] : [],
      )
      for (const { name, reason } of refused.slice(0, mostTold))
        toasts.failed(text('{{name}}: refused', { name }), reason)
      const gone = results.length - refused.length
      if (gone > 0) toasts.done(text('{{count}} deleted', { count: gone }))
      await refresh()
    },
  }
}
