// The state of something in a word and a colour, and why where something is wrong.

import { Badge, type BadgeProps, makeStyles, Spinner, Tooltip } from '@fluentui/react-components'

export interface StateMarkProps {
  readonly word: string
  readonly tone: NonNullable<BadgeProps['color']>
  /** It is on its way to another state. */
  readonly isUnderWay: boolean
  /** The first is told. */
  readonly errors: readonly { readonly message: string }[]
}

export function StateMark({ word, tone, isUnderWay, errors: [first] }: StateMarkProps) {
  const styles = useStyles()
  const badge = (
    <Badge
      appearance="tint"
      color={tone}
      className={styles.badge}
      icon={isUnderWay ? <Spinner size="extra-tiny" aria-hidden="true" /> : null}
    >
      {word}
    </Badge>
  )
  if (first === undefined) return badge
  return (
    <Tooltip content={first.message} relationship="description">
      <span>{badge}</span>
    </Tooltip>
  )
}

const useStyles = makeStyles({ badge: { whiteSpace: 'nowrap' } })
