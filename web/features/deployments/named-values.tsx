import { makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import { Facts } from '../../ui/facts.tsx'
import { textOf } from '../../ui/template-parameters.ts'

/** Parameters or outputs by name; of secure ones the type alone. */
export function NamedValues(props: {
  readonly of: Readonly<Record<string, { readonly type: string; readonly value?: unknown }>>
  readonly none: string
}) {
  const text = useText()
  const styles = useStyles()
  const entries = Object.entries(props.of)
  if (entries.length === 0) return <span>{props.none}</span>
  const shown = entries.map(([name, { type, value }]) => [
    name,
    value === undefined ? (
      text('{{type}}, not shown', { type })
    ) : (
      <code key={name} className={styles.value}>
        {textOf(value)}
      </code>
    ),
  ])
  return <Facts of={Object.fromEntries(shown)} />
}

const useStyles = makeStyles({
  value: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})
