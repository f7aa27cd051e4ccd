import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import type { DragEvent } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { FileButton } from '../../ui/file-button.tsx'
import { exampleTemplate } from './example-template.ts'

export interface TemplateFieldProps {
  readonly value: string
  readonly fault: string | undefined
  onChange(text: string, fileName?: string): void
}

/** A template by paste, by file or by dropping one. */
export function TemplateField({ value, fault, onChange }: TemplateFieldProps) {
  const text = useText()
  const styles = useStyles()
  const take = async (file: File | undefined) => {
    if (file !== undefined) onChange(await file.text(), file.name)
  }
  const drop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  }
  return (
    <>
      <div className={styles.tools}>
        <FileButton
          label={text('Choose a file')}
          accept=".json,.jsonc,application/json"
          onFile={(file) => void take(file)}
        />
        <Button appearance="subtle" onClick={() => onChange(exampleTemplate)}>
          {text('Take an example')}
        </Button>
      </div>
      <Field
        label={text('Template')}
        hint={text('Paste it here, or drop a file.')}
        {...(fault === undefined ? {} : { validationMessage: fault })}
      >
        <Textarea
          className={styles.area}
          textarea={{ className: styles.text }}
          value={value}
          spellCheck={false}
          onChange={(_, { value: next }) => onChange(next)}
          onDrop={drop}
        />
      </Field>
    </>
  )
}

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  area: { height: '22rem', '> textarea': { maxHeight: 'none', height: '100%' } },
  text: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})
