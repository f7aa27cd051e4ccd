// A table of things: sorted by a column, with rows to select, and only the rows in view in the document, so that a
// thousand are as quick as ten. A real table to a screen reader.

import { Button, Checkbox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular } from '@fluentui/react-icons'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'
import { useText } from '../i18n/use-text.ts'
import { useIsNarrow } from './use-is-narrow.ts'

export interface Column<R, C extends string = string> {
  readonly id: C
  readonly header: string
  cell(row: R): ReactNode
  /** Of two rows, ascending; absent: no sorting by this. */
  compare?(a: R, b: R): number
  /** Left out on a narrow screen. */
  readonly isExtra?: boolean
  readonly width?: string
  /** Stands at the end of its column, as numbers do. */
  readonly isNumber?: boolean
}

export interface Selection {
  readonly keys: ReadonlySet<string>
  change(keys: ReadonlySet<string>): void
}

export interface DataTableProps<R, C extends string> {
  readonly label: string
  readonly rows: readonly R[]
  readonly columns: readonly Column<R, C>[]
  keyOf(row: R): string
  /** For the name of a row's check box. */
  nameOf(row: R): string
  readonly sort: { readonly column: C; readonly isDown: boolean }
  onSort(column: C): void
  readonly selection?: Selection
}

const rowHeight = 44

export function DataTable<R, C extends string>(props: DataTableProps<R, C>) {
  const { rows, selection, columns, sort } = props
  const styles = useStyles()
  const isNarrow = useIsNarrow()
  const scroller = useRef<HTMLDivElement>(null)
  const shown = columns.filter(({ isExtra }) => !(isNarrow && isExtra))
  const ordered = sorted(rows, columns, sort)
  const virtual = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => (ordered[index] === undefined ? index : props.keyOf(ordered[index])),
  })
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section ref={scroller} className={styles.scroller} tabIndex={0} aria-label={props.label}>
      <table className={styles.table} aria-label={props.label} aria-rowcount={rows.length + 1}>
        <Head {...props} shown={shown} />
        <tbody>
          {before > 0 && <Filler height={before} columns={shown.length + 1} />}
          {items.map(({ index, key }) => {
            const row = ordered[index]
            if (row === undefined) return null
            const isSelected = selection?.keys.has(props.keyOf(row)) === true
            return (
              <tr
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={mergeClasses(styles.row, isSelected && styles.selected)}
                aria-rowindex={index + 2}
              >
                {selection && (
                  <SelectCell {...{ selection, isSelected }} rowKey={props.keyOf(row)} name={props.nameOf(row)} />
                )}
                {shown.map((column, place) => (
                  <td
                    key={column.id}
                    className={mergeClasses(styles.cell, column.isNumber && styles.number)}
                    title={place === 0 ? props.nameOf(row) : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <Filler height={after} columns={shown.length + 1} />}
        </tbody>
      </table>
    </section>
  )
}

function Head<R, C extends string>({
  shown,
  ...props
}: DataTableProps<R, C> & { readonly shown: readonly Column<R, C>[] }) {
  const { rows, selection, sort } = props
  const styles = useStyles()
  const text = useText()
  const selected = rows.filter((row) => selection?.keys.has(props.keyOf(row))).length
  return (
    <thead className={styles.head}>
      <tr aria-rowindex={1}>
        {selection && (
          <th scope="col" className={styles.check}>
            <Checkbox
              aria-label={text('Select all')}
              checked={selected > 0 && selected < rows.length ? 'mixed' : selected > 0}
              onChange={() => selection.change(new Set(selected === rows.length ? [] : rows.map(props.keyOf)))}
            />
          </th>
        )}
        {shown.map(({ id, header, compare, width, isNumber }) => {
          const isSorted = sort.column === id
          const direction = sort.isDown ? 'descending' : 'ascending'
          return (
            <th
              key={id}
              scope="col"
              className={mergeClasses(styles.cell, isNumber && styles.number)}
              style={{ width }}
              aria-sort={isSorted ? direction : undefined}
            >
              {compare === undefined ? (
                <span className={styles.plain}>{header}</span>
              ) : (
                <Button
                  appearance="transparent"
                  size="small"
                  className={styles.sort}
                  iconPosition="after"
                  icon={isSorted ? sort.isDown ? <ArrowDownRegular /> : <ArrowUpRegular /> : null}
                  onClick={() => props.onSort(id)}
                >
                  {header}
                </Button>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function SelectCell(props: {
  readonly selection: Selection
  readonly isSelected: boolean
  readonly rowKey: string
  readonly name: string
}) {
  const { selection, isSelected, rowKey, name } = props
  const styles = useStyles()
  const text = useText()
  const toggle = () => {
    const keys = new Set(selection.keys)
    if (isSelected) keys.delete(rowKey)
    else keys.add(rowKey)
    selection.change(keys)
  }
  return (
    <td className={styles.check}>
      <Checkbox aria-label={text('Select {{name}}', { name })} checked={isSelected} onChange={toggle} />
    </td>
  )
}

/** Stands in for the rows that are out of view. */
function Filler({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of no words, which nobody can reach
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  )
}

function sorted<R, C extends string>(
  rows: readonly R[],
  columns: readonly Column<R, C>[],
  { column, isDown }: { readonly column: C; readonly isDown: boolean },
): readonly R[] {
  const compare = columns.find(({ id }) => id === column)?.compare
  if (compare === undefined) return rows
  return rows.toSorted((a, b) => (isDown ? compare(b, a) : compare(a, b)))
}

const useStyles = makeStyles({
  scroller: { overflow: 'auto', flexShrink: 0, maxHeight: 'max(16rem, calc(100vh - 15rem))' },
  table: { borderCollapse: 'collapse', width: '100%', fontSize: tokens.fontSizeBase300 },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: `inset 0 -1px 0 ${tokens.colorNeutralStroke1}`,
    textAlign: 'left',
  },
  row: {
    height: `${rowHeight}px`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  selected: { backgroundColor: tokens.colorNeutralBackground1Selected },
  cell: {
    padding: `0 ${tokens.spacingHorizontalS}`,
    maxWidth: '15rem',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    '@media (max-width: 48rem)': { maxWidth: '10rem', whiteSpace: 'normal', overflowWrap: 'break-word' },
    '& .fui-Button': { whiteSpace: 'nowrap' },
  },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  check: { width: '2.5rem', padding: 0 },
  sort: {
    fontWeight: tokens.fontWeightSemibold,
    padding: 0,
    justifyContent: 'flex-start',
    textAlign: 'inherit',
    minWidth: 0,
    whiteSpace: 'nowrap',
  },
  plain: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase200 },
})
