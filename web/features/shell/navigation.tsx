import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import {
  BranchForkRegular,
  ClipboardCheckmarkRegular,
  DesktopRegular,
  FolderRegular,
  GaugeRegular,
  HistoryRegular,
  NotebookRegular,
  PeopleRegular,
  PlugConnectedRegular,
  ServerMultipleRegular,
  ShieldPersonRegular,
  TaskListLtrRegular,
  TopSpeedRegular,
} from '@fluentui/react-icons'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { arm, type GroupKey, pages, type WorkspaceKey } from '../../paths.ts'
import { useWorkspace } from './use-workspace.ts'

interface Entry {
  readonly label: string
  readonly to: string
  readonly icon: ReactElement
  /** View state the page begins with; it is the same page with any other. */
  readonly search?: Readonly<Record<string, string>>
}

/** `onChoice`: somebody went somewhere, so a drawer may close. */
export function Navigation({ onChoice }: { readonly onChoice?: () => void }) {
  const text = useText()
  const styles = useStyles()
  const workspace = useWorkspace()
  const group = useGroup() ?? workspace
  const work: readonly Entry[] = [
    ...(workspace === undefined
      ? []
      : [
          { label: text('Compute instances'), to: pages.computes(workspace), icon: <DesktopRegular /> },
          { label: text('Notebooks'), to: pages.files(workspace), icon: <NotebookRegular /> },
        ]),
    { label: text('Clusters'), to: pages.clusters(), icon: <ServerMultipleRegular /> },
    ...(group === undefined ? [] : [{ label: text('Jobs'), to: pages.jobs(group), icon: <TaskListLtrRegular /> }]),
  ]
  const manage: readonly Entry[] = [
    ...(workspace === undefined ? [] : workspaceEntries(workspace, text)),
    ...(group === undefined ? [] : groupEntries(group, text)),
    { label: text('People and programs'), to: pages.people(), icon: <PeopleRegular /> },
    { label: text('Workspaces'), to: pages.workspaces(), icon: <FolderRegular /> },
  ]
  const connect = { label: text('Connect'), to: pages.connect(), icon: <PlugConnectedRegular /> }
  return (
    <nav aria-label={text('Navigation')}>
      <Entries of={[...work, connect]} onChoice={onChoice} />
      <h2 className={styles.heading} id="manage">
        {text('Manage')}
      </h2>
      <Entries of={manage} labelledBy="manage" onChoice={onChoice} />
    </nav>
  )
}

function workspaceEntries(workspace: WorkspaceKey, text: (sentence: string) => string): readonly Entry[] {
  return [
    { label: text('Quota'), to: pages.quota(workspace), icon: <GaugeRegular /> },
    { label: text('Sizes'), to: pages.sizes(workspace), icon: <TopSpeedRegular /> },
    { label: text('Activity'), to: pages.activity(workspace), icon: <HistoryRegular /> },
    {
      label: text('Access control'),
      to: pages.access(),
      search: { place: arm.workspace(workspace) },
      icon: <ShieldPersonRegular />,
    },
  ]
}

function groupEntries(group: GroupKey, text: (sentence: string) => string): readonly Entry[] {
  return [
    { label: text('Deployments'), to: pages.deployments(group), icon: <BranchForkRegular /> },
    { label: text('Policies'), to: pages.policies(group), icon: <ClipboardCheckmarkRegular /> },
  ]
}

/** The resource group of the address. */
function useGroup(): GroupKey | undefined {
  const { subscription, group } = useParams({ strict: false })
  return subscription === undefined || group === undefined ? undefined : { subscription, group }
}

function Entries(props: {
  readonly of: readonly Entry[]
  readonly labelledBy?: string
  readonly onChoice: (() => void) | undefined
}) {
  const styles = useStyles()
  return (
    <ul className={styles.list} aria-labelledby={props.labelledBy}>
      {props.of.map(({ label, to, icon, search }) => (
        <li key={to}>
          <Link
            to={to}
            {...(search === undefined ? {} : { search })}
            className={styles.link}
            activeOptions={{ includeSearch: false }}
            activeProps={{ className: mergeClasses(styles.link, styles.active), 'aria-current': 'page' }}
            onClick={props.onChoice}
          >
            {icon}
            {label}
          </Link>
        </li>
      ))}
    </ul>
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
  heading: {
    margin: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL} 0`,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    '> svg': { flexShrink: 0 },
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
    // Where the system paints its own colours there is no ground and no shadow.
    '@media (forced-colors: active)': { textDecorationLine: 'underline' },
  },
})
