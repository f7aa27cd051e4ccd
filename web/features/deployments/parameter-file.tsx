import { Button } from '@fluentui/react-components'
import { useRef, useState } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { parseTemplate } from '../../ui/parse-template.ts'
import { type Given, readParameterFile } from '../../ui/template-parameters.ts'

/** Fills the fields from a file of parameters, as `az` takes them. */
export function ParameterFile({ onRead }: { onRead(given: Given): void }) {
  const text = useText()
  const chooser = useRef<HTMLInputElement>(null)
  const [isUnread, setUnread] = useState(false)
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    const parsed = parseTemplate(await file.text())
    setUnread('fault' in parsed)
    if ('value' in parsed) onRead(readParameterFile(parsed.value))
  }
  return (
    <>
      {isUnread && <span role="alert">{text('This file is not JSON.')}</span>}
      <Button size="small" onClick={() => chooser.current?.click()}>
        {text('From a file')}
      </Button>
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        aria-label={text('Parameter file')}
        style={{ display: 'none' }}
        onChange={(event) => {
          void read(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </>
  )
}
