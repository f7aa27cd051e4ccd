import { Button, type ButtonProps } from '@fluentui/react-components'
import { useRef } from 'react'

export interface FileButtonProps extends Pick<ButtonProps, 'size' | 'icon'> {
  readonly label: string
  /** What kinds are offered first: endings and media types. */
  readonly accept?: string
  onFile(file: File): void
}

/** Has a file of this computer chosen. */
export function FileButton({ label, accept, onFile, ...look }: FileButtonProps) {
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...look} onClick={() => chooser.current?.click()}>
        {label}
      </Button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={accept}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file !== undefined) onFile(file)
          // The same again is a choice too.
          target.value = ''
        }}
      />
    </>
  )
}
