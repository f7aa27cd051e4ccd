import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'

/** A part of a page, with its own heading. `isWide`: as wide as the page. */
export function Panel(props: {
  readonly title: string
  readonly action?: ReactNode
  readonly isWide?: boolean
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const id = useId()
  return (
    <section className={styles.panel} aria-labelledby={id} style={props.isWide ? { gridColumn: '1 / -1' } : undefined}>
      <div className={styles.head}>
        <Subtitle2 as="h2" id={id}>
          {props.title}
        </Subtitle2>
        {props.action}
      </div>
      {props.children}
    </section>
  )
}

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    minWidth: 0,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
})
