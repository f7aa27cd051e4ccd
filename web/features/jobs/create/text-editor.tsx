// The job as text: what the form says, to be read, changed, pasted over or taken along. What is wrong stands there with its
// line. Comes with a reader of YAML when it is opened.

import { Field, Link, makeStyles, Textarea, ToggleButton, tokens } from '@fluentui/react-components'
import { useRef, useState } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { type Format, type PlacedFault, placedFaults, readText, writeText } from './draft-text.ts'
import { faultText } from './field-message.ts'
import type { ClusterLimits } from './job-faults.ts'
import type { JobDraft, JobProperties } from './job-properties.ts'

export interface TextEditorProps {
  readonly draft: JobDraft
  readonly cluster: ClusterLimits | undefined
  /** Undefined: the text is broken, and the job is still what it was before. */
  onText(properties: JobProperties | undefined): void
}

export function TextEditor({ draft, cluster, onText }: TextEditorProps) {
  const text = useText()
  const styles = useStyles()
  const [format, setFormat] = useState<Format>('YAML')
  const [written, setWritten] = useState(() => writeText(draft.properties, 'YAML'))
  const [seen, setSeen] = useState(draft.properties)
  // Something outside the text, such as the choice of a cluster, has changed the job.
  if (draft.properties !== seen) {
    setSeen(draft.properties)
    setWritten(writeText(draft.properties, format))
  }
  const area = useRef<HTMLTextAreaElement>(null)
  const read = readText(written, format)
  const faults = read.properties === undefined ? read.faults : placedFaults(written, draft, cluster)
  const change = (next: string, of: Format = format) => {
    const { properties } = readText(next, of)
    setWritten(next)
    setSeen(properties ?? seen)
    onText(properties)
  }
  const choose = (next: Format) => {
    if (next === format) return
    setFormat(next)
    change(read.properties === undefined ? written : writeText(read.properties, next), next)
  }
  const go = (line: number) => {
    const start =
      written
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    const end = written.indexOf('\n', start)
    area.current?.focus()
    area.current?.setSelectionRange(start, end === -1 ? written.length : end)
  }
  return (
    <div className={styles.editor}>
      <div className={styles.line}>
        {(['YAML', 'JSON'] as const).map((each) => (
          <ToggleButton key={each} size="small" checked={each === format} onClick={() => choose(each)}>
            {each}
          </ToggleButton>
        ))}
      </div>
      <Field
        label={text('Job as text')}
        hint={text('The file that az batchai job create takes. Name and experiment stand above it.')}
        validationState={faults.length === 0 ? 'none' : 'error'}
      >
        <Textarea
          className={styles.area}
          textarea={{ ref: area, className: styles.code, wrap: 'off' }}
          value={written}
          spellCheck={false}
          onChange={(_, { value }) => change(value)}
        />
      </Field>
      {faults.length > 0 && <Faults faults={faults} onLine={go} />}
    </div>
  )
}

function Faults({ faults, onLine }: { readonly faults: readonly PlacedFault[]; onLine(line: number): void }) {
  const text = useText()
  const styles = useStyles()
  return (
    <ul className={styles.faults} aria-label={text('What is wrong')}>
      {faults.map((fault) => (
        <li key={`${fault.line} ${fault.path.join('.')} ${fault.sentence}`}>
          <Link as="button" onClick={() => onLine(fault.line)}>
            {text('Line {{line}}: {{fault}}', { line: fault.line, fault: faultText(fault, text) })}
          </Link>
        </li>
      ))}
    </ul>
  )
}

const useStyles = makeStyles({
  editor: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0 },
  line: { display: 'flex', gap: tokens.spacingHorizontalXS },
  area: { height: '26rem', '> textarea': { maxHeight: 'none', height: '100%' } },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  faults: { margin: 0, paddingLeft: tokens.spacingHorizontalL, color: tokens.colorPaletteRedForeground1 },
})
