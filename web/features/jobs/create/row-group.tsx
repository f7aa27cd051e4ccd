import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { useText } from '../../../i18n/use-text.ts'

/** Several of the same small things, each a row of fields that can be taken away, and a way to add one more. */
export function RowGroup<R>(props: {
  /** Of one of them. */
  readonly title: string
  readonly hint?: string | undefined
  readonly rows: readonly R[]
  readonly add: ReactNode
  /** As CSS has the columns of a grid. */
  readonly columns: string
  fieldsOf(row: R, index: number): ReactNode
  onRemove(index: number): void
}) {
  const { title, hint, rows, columns } = props
  const text = useText()
  const styles = useStyles()
  return (
    <fieldset className={styles.group} aria-label={title}>
      <Text weight="semibold">{title}</Text>
      {hint !== undefined && <Text size={200}>{hint}</Text>}
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new one has no name yet, and two may be alike while they are written
        <fieldset key={index} className={styles.row} aria-label={`${title} ${index + 1}`}>
          <div className={styles.fields} style={{ gridTemplateColumns: columns }}>
            {props.fieldsOf(row, index)}
          </div>
          <Button
            className={styles.remove}
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={text('Remove {{name}}', { name: `${title} ${index + 1}` })}
            onClick={() => props.onRemove(index)}
          />
        </fieldset>
      ))}
      <div>{props.add}</div>
    </fieldset>
  )
}

const useStyles = makeStyles({
  group: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, border: 'none', minWidth: 0 },
  row: {
    display: 'flex',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    border: 'none',
    minWidth: 0,
    '@media (max-width: 40rem)': { paddingBottom: tokens.spacingVerticalS },
  },
  fields: {
    display: 'grid',
    flexGrow: 1,
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
    '@media (max-width: 40rem)': { gridTemplateColumns: 'minmax(0, 1fr) !important' },
    '& .fui-Input': { width: '100%', minWidth: 0 },
  },
  // Level with the first of the fields, below its label.
  remove: { marginTop: '1.6rem' },
})
