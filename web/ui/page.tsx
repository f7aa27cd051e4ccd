import { makeStyles, Title2, tokens } from '@fluentui/react-components'
import { ChevronRightRegular } from '@fluentui/react-icons'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useText } from '../i18n/use-text.ts'

/** The frame of every page: its title, what it is about, what can be done, and the rest. */
export function Page(props: {
  /** The list it is one of. */
  readonly trail?: { readonly label: string; readonly to: string }
  readonly title: string
  readonly subtitle?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const text = useText()
  useEffect(() => {
    document.title = `${props.title} · Carrel Studio`
  }, [props.title])
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.titles}>
          {props.trail !== undefined && (
            <nav aria-label={text('Path to this page')} className={styles.trail}>
              <Link to={props.trail.to} activeOptions={{ exact: true }}>
                {props.trail.label}
              </Link>
              <ChevronRightRegular aria-hidden="true" />
            </nav>
          )}
          <Title2 as="h1">{props.title}</Title2>
          {props.subtitle}
        </div>
        {props.actions !== undefined && <div className={styles.actions}>{props.actions}</div>}
      </header>
      {props.children}
    </div>
  )
}

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL}`,
    maxWidth: '90rem',
    minWidth: 0,
    '@media (max-width: 40rem)': { padding: tokens.spacingHorizontalM },
  },
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalL,
    alignItems: 'end',
    justifyContent: 'space-between',
  },
  titles: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'start',
    gap: tokens.spacingVerticalXS,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  trail: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})
