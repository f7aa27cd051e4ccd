import { Badge, Spinner, Tooltip } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import type { Compute } from './compute.ts'
import { isUnderWay, toneOf, wordFor } from './compute-state.ts'

/** The state in a word and a colour, and why where something is wrong. */
export function StateBadge({ compute }: { readonly compute: Compute }) {
  const text = useText()
  const { state, errors } = compute
  const badge = (
    <Badge
      appearance="tint"
      color={toneOf(state)}
      icon={isUnderWay(state) ? <Spinner size="extra-tiny" aria-hidden="true" /> : null}
    >
      {text(wordFor(state))}
    </Badge>
  )
  const [first] = errors
  if (first === undefined) return badge
  return (
    <Tooltip content={first.message} relationship="description">
      <span>{badge}</span>
    </Tooltip>
  )
}
