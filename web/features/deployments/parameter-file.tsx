import { useState } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { FileButton } from '../../ui/file-button.tsx'
import { parseTemplate } from '../../ui/parse-template.ts'
import { type Given, readParameterFile } from '../../ui/template-parameters.ts'

/** Fills the fields from a file of parameters, as `az` takes them. */
export function ParameterFile({ onRead }: { onRead(given: Given): void }) {
  const text = useText()
  const [isUnread, setUnread] = useState(false)
  const read = async (file: File) => {
    const parsed = parseTemplate(await file.text())
    setUnread('fault' in parsed)
    if ('value' in parsed) onRead(readParameterFile(parsed.value))
  }
  return (
    <>
      {isUnread && <span role="alert">{text('This file is not JSON.')}</span>}
      <FileButton
        size="small"
        label={text('From a file')}
        accept=".json,application/json"
        onFile={(file) => void read(file)}
      />
    </>
  )
}
