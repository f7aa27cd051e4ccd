import { Button, Menu, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ChevronDownRegular, OpenRegular, WindowConsoleRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { desksQuery, labAddress } from './desk-query.ts'

/** JupyterLab at this place, and a terminal, on an instance of the person's own that runs. */
export function DeskLinks({ workspace, path }: { readonly workspace: WorkspaceKey; readonly path: string }) {
  const { arm, session } = useStudio()
  const text = useText()
  const { data = [] } = useQuery(desksQuery(arm, workspace, session.person.objectId))
  const labs = data.flatMap(({ name, lab }) => (lab === undefined ? [] : [{ name, address: labAddress(lab, path) }]))
  const terminals = data.flatMap(({ name, terminal }) => (terminal === undefined ? [] : [{ name, address: terminal }]))
  return (
    <>
      <DeskLink label={text('Open in JupyterLab')} icon={<OpenRegular />} targets={labs} />
      <DeskLink label={text('Terminal')} icon={<WindowConsoleRegular />} targets={terminals} />
    </>
  )
}

interface LinkProps {
  readonly label: string
  readonly icon: ReactElement
  readonly targets: readonly { readonly name: string; readonly address: string }[]
}

const outside = { target: '_blank', rel: 'noopener noreferrer' } as const

function DeskLink({ label, icon, targets }: LinkProps) {
  const text = useText()
  const [first, second] = targets
  if (first === undefined) {
    const reason = text('None of your compute instances here runs: start or create one.')
    return <ActionButton label={label} icon={icon} reason={reason} onClick={() => undefined} />
  }
  if (second === undefined) {
    return (
      <Button as="a" href={first.address} icon={icon} title={first.name} {...outside}>
        {label}
      </Button>
    )
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={icon}>
          {label} <ChevronDownRegular />
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {targets.map(({ name, address }) => (
            <MenuItemLink key={name} href={address} {...outside}>
              {name}
            </MenuItemLink>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
