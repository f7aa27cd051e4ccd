import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { type Dropped, droppedFiles } from './transfers/dropped-files.ts'

/** A place where files may be dropped. A button does the same for whoever drags nothing. */
export function DropZone(props: {
  readonly isOff: boolean
  onDrop(dropped: Dropped): void
  readonly children: ReactNode
}) {
  const { isOff, onDrop, children } = props
  const text = useText()
  const styles = useStyles()
  const [isOver, setOver] = useState(false)
  return (
    <section
      aria-label={text('Files of this folder')}
      className={mergeClasses(styles.zone, isOver && styles.over)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        // Without this a file dropped where it may not go would be opened in place of the page.
        event.preventDefault()
        event.dataTransfer.dropEffect = isOff ? 'none' : 'copy'
        setOver(!isOff)
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (!isOff) void droppedFiles(event.dataTransfer).then(onDrop)
      }}
    >
      {children}
      {isOver && <div className={styles.hint}>{text('Drop to upload here')}</div>}
    </section>
  )
}

const useStyles = makeStyles({
  zone: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    minWidth: 0,
    borderRadius: tokens.borderRadiusLarge,
  },
  over: { outline: `2px dashed ${tokens.colorBrandStroke1}`, outlineOffset: '4px' },
  hint: {
    position: 'absolute',
    inset: 0,
    display: 'grid',
    placeItems: 'center',
    pointerEvents: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    opacity: 0.9,
    fontSize: tokens.fontSizeBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
})
