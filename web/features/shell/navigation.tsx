import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import {
  DesktopRegular,
  FolderRegular,
  GaugeRegular,
  HistoryRegular,
  NotebookRegular,
  PeopleRegular,
  PlugConnectedRegular,
} from '@fluentui/react-icons'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { useWorkspace } from './use-workspace.ts'

interface Entry {
  readonly label: string
  readonly to: string
  readonly icon: ReactElement
}

/** `onChoice`: somebody went somewhere, so a drawer may close. */
export function Navigation({ onChoice }: { readonly onChoice?: () => void }) {
  const text = useText()
  const styles = useStyles()
  const workspace = useWorkspace()
  const entries: readonly Entry[] = [
    ...(workspace === undefined
      ? []
      : [
          { label: text('Compute instances'), to: pages.computes(workspace), icon: <DesktopRegular /> },
          { label: text('Notebooks'), to: pages.files(workspace), icon: <NotebookRegular /> },
          { label: text('Quota'), to: pages.quota(workspace), icon: <GaugeRegular /> },
          { label: text('Activity'), to: pages.activity(workspace), icon: <HistoryRegular /> },
        ]),
    { label: text('People and programs'), to: pages.people(), icon: <PeopleRegular /> },
    { label: text('Workspaces'), to: pages.workspaces(), icon: <FolderRegular /> },
    { label: text('Connect'), to: pages.connect(), icon: <PlugConnectedRegular /> },
  ]
  return (
    <nav aria-label={text('Navigation')}>
      <ul className={styles.list}>
        {entries.map(({ label, to, icon }) => (
          <li key={to}>
            <Link
              to={to}
              className={styles.link}
              activeProps={{ className: mergeClasses(styles.link, styles.active), 'aria-current': 'page' }}
              onClick={onChoice}
            >
              {icon}
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: tokens.spacingHorizontalS,
    display: 'grid',
    gap: tokens.spacingVerticalXXS,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase300,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
  },
  active: {
    backgroundColor: tokens.colorNeutralBackground2Selected,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}`,
  },
})
