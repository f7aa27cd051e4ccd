import { Button, Field, Input } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useText } from '../../../i18n/use-text.ts'
import { messageAt } from './field-message.ts'
import { RowGroup } from './row-group.tsx'
import type { Fault, Path } from './shape.ts'

export interface RowColumn<R> {
  readonly member: keyof R & string
  readonly label: string
  readonly placeholder?: string
  readonly isSecret?: boolean
  /** Holds more than the others, such as a path. */
  readonly isWide?: boolean
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
  const addOne = (
    <Button icon={<AddRegular />} onClick={() => onChange([...rows, empty])}>
      {add}
    </Button>
  )
  return (
    <RowGroup
      {...{ title, hint, rows }}
      add={addOne}
      columns={columns.map(({ isWide }) => (isWide ? 'minmax(0, 2fr)' : 'minmax(0, 1fr)')).join(' ')}
      fieldsOf={(row, index) =>
        columns.map(({ member, label, placeholder = '', isSecret = false }) => (
          <Field key={member} label={label} {...messageAt(faults, [...path, index, member], text)}>
            <Input
              type={isSecret ? 'password' : 'text'}
              autoComplete={isSecret ? 'new-password' : 'off'}
              spellCheck={false}
              value={String(row[member] ?? '')}
              placeholder={placeholder}
              onChange={(_, { value }) => onChange(rows.with(index, changed(row, member, value)))}
            />
          </Field>
        ))
      }
      onRemove={(index) => onChange(rows.toSpliced(index, 1))}
    />
  )
}

/** An optional member that was emptied is not sent. */
function changed<R extends object>(row: R, member: keyof R & string, value: string): R {
  const next = { ...row, [member]: value }
  if (value === '' && member === 'pathSuffix') delete next[member]
  return next
}
