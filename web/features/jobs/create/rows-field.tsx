import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useText } from '../../../i18n/use-text.ts'
import { messageAt } from './field-message.ts'
import type { Fault, Path } from './shape.ts'

export interface RowColumn<R> {
  readonly member: keyof R & string
  readonly label: string
  readonly placeholder?: string
  readonly isSecret?: boolean
}

/** A list of the same small things, each a row of fields; what is left empty is left out. */
export function RowsField<R extends object>(props: {
  /** Of all of them. */
  readonly title: string
  readonly hint?: string
  readonly add: string
  readonly rows: readonly R[]
  readonly empty: R
  readonly columns: readonly RowColumn<R>[]
  /** Of the list. */
  readonly path: Path
  readonly faults: readonly Fault[]
  onChange(rows: readonly R[]): void
}) {
  const { title, hint, add, rows, empty, columns, path, faults, onChange } = props
  const text = useText()
  const styles = useStyles()
  return (
    <fieldset className={styles.group} aria-label={title}>
      <Text weight="semibold">{title}</Text>
      {hint !== undefined && <Text size={200}>{hint}</Text>}
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new one has no name yet
        <fieldset key={index} className={styles.row} aria-label={`${title} ${index + 1}`}>
          {columns.map(({ member, label, placeholder = '', isSecret = false }) => (
            <Field key={member} label={label} {...messageAt(faults, [...path, index, member], text)}>
              <Input
                className={styles.input}
                type={isSecret ? 'password' : 'text'}
                autoComplete={isSecret ? 'new-password' : 'off'}
                spellCheck={false}
                value={String(row[member] ?? '')}
                placeholder={placeholder}
                onChange={(_, { value }) => onChange(rows.with(index, changed(row, member, value)))}
              />
            </Field>
          ))}
          <Button
            className={styles.remove}
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={text('Remove {{name}}', { name: `${title} ${index + 1}` })}
            onClick={() => onChange(rows.toSpliced(index, 1))}
          />
        </fieldset>
      ))}
      <div>
        <Button icon={<AddRegular />} onClick={() => onChange([...rows, empty])}>
          {add}
        </Button>
      </div>
    </fieldset>
  )
}

/** An optional member that was emptied is not sent. */
function changed<R extends object>(row: R, member: keyof R & string, value: string): R {
  const next = { ...row, [member]: value }
  if (value === '' && member === 'pathSuffix') delete next[member]
  return next
}

const useStyles = makeStyles({
  group: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, border: 'none', minWidth: 0 },
  row: {
    display: 'grid',
    gridAutoFlow: 'column',
    gridAutoColumns: '1fr',
    gridTemplateColumns: 'none',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    border: 'none',
    minWidth: 0,
    '@media (max-width: 40rem)': { gridAutoFlow: 'row', gridTemplateColumns: '1fr' },
  },
  input: { width: '100%', minWidth: 0 },
  remove: { marginTop: '1.6rem', justifySelf: 'start', '@media (max-width: 40rem)': { marginTop: 0 } },
})
