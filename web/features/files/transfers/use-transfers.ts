import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { arm as addresses, type WorkspaceKey } from '../../../paths.ts'
import { joinedPath } from '../file-path.ts'
import { downloadFile } from './download-file.ts'
import { Transfers } from './transfers.ts'
import { uploadFile } from './upload-file.ts'

/** Of this tab. */
const transfers = new Transfers()

addEventListener('beforeunload', (event) => {
  if (transfers.all().some(({ state }) => state === 'waiting' || state === 'running')) event.preventDefault()
})

/** What moves between this browser and the files of a workspace, and how to begin more of it. */
export function useTransfers(key: WorkspaceKey) {
  const { arm } = useStudio()
  const queryClient = useQueryClient()
  const all = useSyncExternalStore(transfers.subscribe, transfers.all)
  return {
    all,
    cancel: (id: number) => transfers.cancel(id),
    again: (id: number, overwrite: boolean) => transfers.again(id, { overwrite }),
    clear: () => transfers.clear(),
    upload(files: readonly { readonly path: string; readonly file: File }[], folder: string) {
      for (const { path: inner, file } of files) {
        const path = joinedPath(folder, inner)
        transfers.add({ kind: 'upload', name: path, total: file.size }, async (tools) => {
          await uploadFile({ arm, key, file, path }, tools)
          await queryClient.invalidateQueries({ queryKey: ['files', key] })
        })
      }
    },
    download({ path, size }: { readonly path: string; readonly size?: number }) {
      const name = path.split('/').at(-1) ?? path
      const address = addresses.fileContent(key, path)
      transfers.add({ kind: 'download', name: path, total: size }, (tools) =>
        downloadFile({ arm, address, name }, tools),
      )
    },
    downloadZip(paths: readonly string[]) {
      const [only = 'files', ...more] = paths
      const name = `${more.length === 0 ? only.split('/').at(-1) || 'files' : 'files'}.zip`
      const address = addresses.fileZip(key, paths)
      transfers.add({ kind: 'download', name, total: undefined }, (tools) =>
        downloadFile({ arm, address, name }, tools),
      )
    },
  }
}
