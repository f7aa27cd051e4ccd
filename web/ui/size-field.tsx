// The sizes there are, as a table to choose from: the common ones first, the rest by looking for it. What does not fit the
// quota any more stays and says why.

import {
  Field,
  makeStyles,
  mergeClasses,
  Radio,
  RadioGroup,
  SearchBox,
  Spinner,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matches, type Size, sizesQuery } from '../api/size-queries.ts'
import { useStudio } from '../api/use-studio.ts'
import { useText } from '../i18n/use-text.ts'
import { ErrorNote } from './error-note.tsx'
import { hourlyPrice } from './hourly-price.ts'
import { useIsNarrow } from './use-is-narrow.ts'

export function SizeField(props: {
  readonly subscription: string
  readonly value: string
  readonly fault: string | undefined
  onChange(size: string): void
}) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [find, setFind] = useState('')
  const { data, error, isPending, refetch } = useQuery(sizesQuery(arm, props.subscription))
  if (isPending) return <Spinner label={text('Looking for sizes')} />
  if (data === undefined) return error === null ? null : <ErrorNote error={error} onRetry={() => void refetch()} />
  const shown = data.filter((size) => matches(size, find))
  return (
    <div className={styles.field}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      <Field
        label={text('Size')}
        required
        hint={text('Fixed once it is created.')}
        {...(props.fault === undefined ? {} : { validationMessage: props.fault })}
      >
        <RadioGroup className={styles.choice} value={props.value} onChange={(_, { value }) => props.onChange(value)}>
          <SearchBox
            className={styles.find}
            placeholder={text('Find a size: a name, 4 cores, 16 GB, GPU')}
            aria-label={text('Find a size')}
            value={find}
            onChange={(_, { value }) => setFind(value)}
          />
          <SizeTable sizes={shown} value={props.value} />
          {shown.length === 0 && <p>{text('None of them matches.')}</p>}
        </RadioGroup>
      </Field>
    </div>
  )
}

function SizeTable(props: { readonly sizes: readonly Size[]; readonly value: string }) {
  const text = useText()
  const styles = useStyles()
  const isNarrow = useIsNarrow()
  const isPriced = props.sizes.some(({ price }) => price !== undefined)
  const headers = [
    ...[text('Name'), text('Cores'), text('Memory')],
    ...(isNarrow ? [] : [text('GPUs'), text('Quota left')]),
    ...(isPriced && !isNarrow ? [text('Per hour')] : []),
  ]
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead className={styles.head}>
          <tr>
            {headers.map((header) => (
              <th key={header} scope="col" className={styles.cell}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.sizes.map((size) => (
            <SizeRow key={size.name} size={size} isChosen={size.name === props.value} {...{ isNarrow, isPriced }} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SizeRow(props: {
  readonly size: Size
  readonly isChosen: boolean
  readonly isNarrow: boolean
  readonly isPriced: boolean
}) {
  const text = useText()
  const styles = useStyles()
  const { i18n } = useTranslation()
  const { size, isChosen, isNarrow, isPriced } = props
  const { name, cores, memoryGB, gpus, freeCores, cappedTo, price } = size
  const isFitting = freeCores >= cores
  const cost = price && hourlyPrice(price, i18n.language)
  const notes = [
    ...(isNarrow && cost !== undefined ? [text('{{price}} an hour', { price: cost })] : []),
    ...(isFitting ? [] : [text('the quota leaves {{free}} of {{cores}} cores', { free: freeCores, cores })]),
    ...(isNarrow && gpus > 0 ? [text('{{count}} GPUs', { count: gpus })] : []),
    ...(cappedTo === undefined ? [] : [cappedTo]),
  ]
  return (
    <tr className={mergeClasses(styles.row, isChosen && styles.chosen)}>
      <td className={styles.name}>
        <Radio value={name} disabled={!isFitting} label={name} />
        {notes.length > 0 && <div className={styles.note}>{notes.join(' · ')}</div>}
      </td>
      <td className={styles.cell}>{cores}</td>
      <td className={styles.cell}>{`${memoryGB} GB`}</td>
      {!isNarrow && <td className={styles.cell}>{gpus === 0 ? '–' : gpus}</td>}
      {!isNarrow && <td className={styles.cell}>{Number.isFinite(freeCores) ? freeCores : '–'}</td>}
      {isPriced && !isNarrow && <td className={styles.cell}>{cost ?? '–'}</td>}
    </tr>
  )
}

const useStyles = makeStyles({
  field: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  choice: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
  find: { maxWidth: 'none', width: '100%', marginBottom: tokens.spacingVerticalXS },
  scroller: {
    maxHeight: '20rem',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  table: { borderCollapse: 'collapse', width: '100%' },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    textAlign: 'left',
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: `inset 0 -1px 0 ${tokens.colorNeutralStroke2}`,
  },
  row: { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected },
  cell: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    whiteSpace: 'nowrap',
    '@media (max-width: 40rem)': { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}` },
  },
  name: { padding: 0 },
  note: {
    padding: `0 ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS} 2.25rem`,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
})
