// The first of many things, with a way to find one of them by a word and to see them all: what stands below is not pushed
// out of sight.

import { Button, makeStyles, SearchBox, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/use-text.ts'

const mostShown = 20

export interface ShortListProps<T> {
  readonly of: readonly T[]
  /** What it is found by. */
  wordsOf(each: T): string
  /** Draws those that are shown. */
  children(shown: readonly T[]): ReactNode
}

export function ShortList<T>({ of, wordsOf, children }: ShortListProps<T>) {
  const text = useText()
  const styles = useStyles()
  const [find, setFind] = useState('')
  const [isWhole, setWhole] = useState(false)
  const words = find.trim().toLowerCase()
  const found = words === '' ? of : of.filter((each) => wordsOf(each).toLowerCase().includes(words))
  const shown = isWhole ? found : found.slice(0, mostShown)
  return (
    <>
      {of.length > mostShown && (
        <SearchBox
          className={styles.find}
          aria-label={text('Find')}
          placeholder={text('Find by name')}
          value={find}
          onChange={(_, { value }) => setFind(value)}
        />
      )}
      {of.length > 0 && shown.length === 0 && <span>{text('None of them matches.')}</span>}
      {shown.length > 0 && children(shown)}
      {shown.length < found.length && (
        <div>
          <Button onClick={() => setWhole(true)}>{text('Show all {{count}}', { count: found.length })}</Button>
        </div>
      )}
    </>
  )
}

const useStyles = makeStyles({ find: { width: '100%', maxWidth: '24rem', marginBottom: tokens.spacingVerticalXS } })
