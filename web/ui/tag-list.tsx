import { makeStyles, tokens } from '@fluentui/react-components'

/** Tags of a thing, told apart from one another. */
export function TagList({ of }: { readonly of: Readonly<Record<string, string>> }) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {Object.entries(of).map(([name, value]) => (
        <li key={name} className={styles.tag}>
          {name}
          {value !== '' && <span className={styles.value}>{`: ${value}`}</span>}
        </li>
      ))}
    </ul>
  )
}

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  tag: {
    padding: `0 ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  value: { color: tokens.colorNeutralForeground3 },
})
