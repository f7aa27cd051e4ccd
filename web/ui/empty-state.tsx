import { Body1, makeStyles, Subtitle1, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { CopyLine } from './copy-line.tsx'

/** A place with nothing in it yet: what would be here, and how it gets here. */
export function EmptyState(props: {
  readonly title: string
  readonly hint: ReactNode
  readonly command?: string
  readonly action?: ReactNode
}) {
  const styles = useStyles()
  return (
    <section className={styles.box}>
      <Subtitle1 as="h2">{props.title}</Subtitle1>
      <Body1>{props.hint}</Body1>
      {props.command !== undefined && <CopyLine text={props.command} />}
      {props.action}
    </section>
  )
}

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXXL,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    maxWidth: '44rem',
    boxSizing: 'border-box',
  },
})
