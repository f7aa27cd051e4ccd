// The lines of a log: only those in view are in the document, so that ten megabytes scroll as ten lines do. Nothing in them is
// taken for markup.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { markedParts } from './marked-parts.ts'

const lineHeight = 20
/** Nearer to the end than this counts as at the end. */
const nearEnd = 3 * lineHeight

export interface LogViewProps {
  readonly count: number
  line(index: number): string
  readonly find: string
  /** Line of the match somebody went to. */
  readonly current: number | undefined
  readonly isFollowed: boolean
  onFollow(isFollowed: boolean): void
}

export function LogView({ count, line, find, current, isFollowed, onFollow }: LogViewProps) {
  const text = useText()
  const styles = useStyles()
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 30,
  })
  useEffect(() => {
    if (isFollowed && count > 0) virtual.scrollToIndex(count - 1, { align: 'end' })
  }, [isFollowed, count, virtual])
  useEffect(() => {
    if (current !== undefined) virtual.scrollToIndex(current, { align: 'center' })
  }, [current, virtual])
  const lookedUp = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = scroller.current ?? {}
    if (isFollowed && scrollHeight - scrollTop - clientHeight > nearEnd) onFollow(false)
  }
  return (
    <section
      ref={scroller}
      className={styles.log}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
      tabIndex={0}
      role="log"
      aria-label={text('Log')}
      onWheel={lookedUp}
      onKeyUp={lookedUp}
      onTouchEnd={lookedUp}
      onPointerUp={lookedUp}
    >
      <div className={styles.whole} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            className={mergeClasses(styles.line, index === current && styles.current)}
            style={{ transform: `translateY(${start}px)` }}
          >
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <span>
              {markedParts(line(index), find).map(({ at, part, isMatch }) =>
                isMatch ? <mark key={at}>{part}</mark> : part,
              )}
            </span>
          </div>
        ))}
      </div>
    </section>
  )
}

const useStyles = makeStyles({
  log: {
    height: 'min(32rem, 65vh)',
    overflow: 'auto',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overscrollBehavior: 'contain',
  },
  whole: { position: 'relative', minWidth: 'max-content' },
  line: {
    position: 'absolute',
    top: 0,
    left: 0,
    display: 'flex',
    minWidth: '100%',
    height: `${lineHeight}px`,
    lineHeight: `${lineHeight}px`,
    whiteSpace: 'pre',
    unicodeBidi: 'isolate',
    '& mark': { backgroundColor: tokens.colorPaletteYellowBackground2, color: tokens.colorNeutralForeground1 },
  },
  current: { backgroundColor: tokens.colorNeutralBackground3Pressed },
  number: {
    flexShrink: 0,
    width: '4.5rem',
    paddingRight: tokens.spacingHorizontalM,
    textAlign: 'right',
    color: tokens.colorNeutralForeground3,
    userSelect: 'none',
    '@media (max-width: 40rem)': { width: '3rem', paddingRight: tokens.spacingHorizontalS },
  },
})
