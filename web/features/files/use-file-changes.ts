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
      const results = await Promise.allSettled(
        entries.map(({ path, kind }) =>
          arm.delete(`${addresses.fileEntry(key, path)}${kind === 'folder' ? '&recursive=true' : ''}`, version),
        ),
      )
      for (const [index, result] of results.entries()) {
        const name = shownName(entries[index]?.name ?? '')
        if (result.status === 'rejected') toasts.failed(text('{{name}}: refused', { name }), result.reason)
      }
      const gone = results.filter(({ status }) => status === 'fulfilled').length
      if (gone > 0) toasts.done(text('{{count}} deleted', { count: gone }))
      await refresh()
    },
  }
}
