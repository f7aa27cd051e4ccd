// A page that is a list: what to do, how to narrow it, and the table; an error, an empty list and one that nothing in it
// matches each say so in their own way.

import { makeStyles, Spinner, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useText } from '../i18n/use-text.ts'
import { DataTable, type DataTableProps } from './data-table.tsx'
import { ErrorNote } from './error-note.tsx'
import { Page } from './page.tsx'

export interface ListPageProps<R, C extends string> {
  readonly title: string
  readonly actions?: ReactNode
  /** All there are, whatever is found of them. */
  readonly list: {
    readonly data: readonly R[] | undefined
    readonly error: Error | null
    readonly isPending: boolean
    refetch(): unknown
  }
  /** In place of an empty list. */
  readonly none: ReactNode
  /** What narrows the list. */
  readonly filters: ReactNode
  /** What can be done with those that are selected. */
  readonly acts: ReactNode
  readonly table: Omit<DataTableProps<R, C>, 'label' | 'onSort'>
  /** The part of the address that changes; undefined: it goes. */
  onChange(part: { readonly sort: C; readonly down: true | undefined }): void
}

export function ListPage<R, C extends string>(props: ListPageProps<R, C>) {
  const { title, list, table } = props
  const text = useText()
  const styles = useStyles()
  const { column: sorted, isDown } = table.sort
  return (
    <Page title={title} actions={props.actions}>
      {list.error !== null && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Spinner label={text('Looking')} />}
      {list.data?.length === 0 && props.none}
      {list.data !== undefined && list.data.length > 0 && (
        <>
          <div className={styles.tools}>
            {props.filters}
            <div className={styles.acts}>{props.acts}</div>
          </div>
          <DataTable
            {...table}
            label={title}
            onSort={(column) => props.onChange({ sort: column, down: column === sorted && !isDown ? true : undefined })}
          />
          {table.rows.length === 0 && <p>{text('None of them matches.')}</p>}
        </>
      )}
    </Page>
  )
}

const useStyles = makeStyles({
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    // One long name to choose does not take the line for itself.
    '& > .fui-Select': { maxWidth: 'min(14rem, 100%)' },
  },
  // On a phone all that can be done with an instance stands in one line.
  acts: {
    display: 'flex',
    flexWrap: 'wrap',
    '& > .fui-Button': { minWidth: 0 },
    '@media (max-width: 48rem)': {
      flexBasis: '100%',
      '& > .fui-Button': {
        minWidth: 0,
        paddingLeft: tokens.spacingHorizontalS,
        paddingRight: tokens.spacingHorizontalS,
      },
    },
  },
})
