// The frame: where you are, who you are, and the way to everything else.

import {
  Button,
  Drawer,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular, NavigationRegular } from '@fluentui/react-icons'
import { Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { arm } from '../../paths.ts'
import { useIsNarrow } from '../../ui/use-is-narrow.ts'
import { lastWorkspace } from '../workspaces/last-workspace.ts'
import { AccountMenu } from './account-menu.tsx'
import { Brand } from './brand.tsx'
import { Navigation } from './navigation.tsx'
import { useWorkspace } from './use-workspace.ts'
import { WorkspaceMenu } from './workspace-menu.tsx'

export function Shell() {
  const styles = useStyles()
  const text = useText()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  const workspace = useWorkspace()
  const id = workspace && arm.workspace(workspace)
  useEffect(() => {
    if (id !== undefined) lastWorkspace.remember(id)
  }, [id])
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        {text('To the content')}
      </a>
      <header className={styles.bar}>
        {isNarrow && (
          <Button
            appearance="transparent"
            icon={<NavigationRegular />}
            aria-label={text('Navigation')}
            onClick={() => setOpen(true)}
          />
        )}
        <Brand />
        <WorkspaceMenu />
        <span className={styles.gap} />
        <AccountMenu />
      </header>
      <div className={styles.body}>
        {isNarrow ? (
          <Drawer
            open={isOpen}
            onOpenChange={(_, { open }) => setOpen(open)}
            position="start"
            size="small"
            aria-label={text('Navigation')}
          >
            <DrawerHeader>
              <DrawerHeaderTitle
                action={
                  <Button
                    appearance="subtle"
                    icon={<DismissRegular />}
                    aria-label={text('Close')}
                    onClick={() => setOpen(false)}
                  />
                }
              >
                {text('Navigation')}
              </DrawerHeaderTitle>
            </DrawerHeader>
            <DrawerBody className={styles.drawer}>
              <Navigation onChoice={() => setOpen(false)} />
            </DrawerBody>
          </Drawer>
        ) : (
          <div className={styles.side}>
            <Navigation />
          </div>
        )}
        <main id="main" className={styles.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  )
}

const useStyles = makeStyles({
  frame: { display: 'flex', flexDirection: 'column', height: '100dvh' },
  skip: {
    position: 'absolute',
    left: '-100vw',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
    ':focus': { left: tokens.spacingHorizontalS, top: tokens.spacingVerticalS, zIndex: 10 },
  },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `0 ${tokens.spacingHorizontalL}`,
    minHeight: '3rem',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  gap: { flexGrow: 1 },
  drawer: { paddingLeft: tokens.spacingHorizontalS, paddingRight: tokens.spacingHorizontalS },
  body: { display: 'flex', flexGrow: 1, minHeight: 0 },
  side: {
    width: '15rem',
    flexShrink: 0,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    overflowY: 'auto',
  },
  main: {
    flexGrow: 1,
    minWidth: 0,
    overflow: 'auto',
    outlineStyle: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
  },
})
