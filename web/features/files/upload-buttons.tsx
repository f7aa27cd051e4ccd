import { ArrowUploadRegular, FolderArrowUpRegular } from '@fluentui/react-icons'
import { useRef } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'

/** Files, or a folder with all that is in it, from this computer. */
export function UploadButtons(props: {
  readonly reason: string | undefined
  onFiles(files: readonly { readonly path: string; readonly file: File }[]): void
}) {
  const { reason, onFiles } = props
  const text = useText()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const give = (input: HTMLInputElement) => {
    onFiles(Array.from(input.files ?? [], (file) => ({ path: file.webkitRelativePath || file.name, file })))
    // The same again is a choice too.
    input.value = ''
  }
  return (
    <>
      <input ref={files} type="file" multiple hidden onChange={({ currentTarget }) => give(currentTarget)} />
      <input
        type="file"
        hidden
        ref={(input) => {
          folder.current = input
          if (input !== null) input.webkitdirectory = true
        }}
        onChange={({ currentTarget }) => give(currentTarget)}
      />
      <ActionButton
        appearance="primary"
        icon={<ArrowUploadRegular />}
        label={text('Upload files')}
        reason={reason}
        onClick={() => files.current?.click()}
      />
      <ActionButton
        icon={<FolderArrowUpRegular />}
        label={text('Upload a folder')}
        reason={reason}
        onClick={() => folder.current?.click()}
      />
    </>
  )
}
