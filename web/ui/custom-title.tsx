import { Badge, makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../i18n/use-text.ts'

/** What something is called, and whether somebody here made it: others come along. */
export function CustomTitle({ title, isCustom }: { readonly title: string; readonly isCustom: boolean }) {
  const text = useText()
  const styles = useStyles()
  return (
    <span className={styles.title}>
      {title}{' '}
      {isCustom && (
        <Badge appearance="tint" className={styles.badge}>
          {text('Custom')}
        </Badge>
      )}
    </span>
  )
}

const useStyles = makeStyles({
  title: { display: 'inline-flex', gap: tokens.spacingHorizontalS, alignItems: 'center', overflowWrap: 'anywhere' },
  badge: { flexShrink: 0 },
})
