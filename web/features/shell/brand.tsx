import { makeStyles, tokens } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import { pages } from '../../paths.ts'

export function Brand() {
  const styles = useStyles()
  return (
    <Link to={pages.home()} className={styles.brand}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
        <path
          fill="currentColor"
          fillRule="evenodd"
          d="M5 3h14a2 2 0 0 1 2 2v16h-3v-5H6v5H3V5a2 2 0 0 1 2-2zm1 3v7h12V6zm2 1.5h2V13H8zm3 1.5h2v4h-2z"
        />
      </svg>
      Carrel
    </Link>
  )
}

const useStyles = makeStyles({
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorBrandForeground1,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase400,
    textDecorationLine: 'none',
  },
})
