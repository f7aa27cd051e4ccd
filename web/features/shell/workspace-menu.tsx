import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
} from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { workspacesQuery } from '../workspaces/workspace-queries.ts'
import { useWorkspace } from './use-workspace.ts'

/** Which workspace this is, and the way to another. */
export function WorkspaceMenu() {
  const { arm } = useStudio()
  const text = useText()
  const navigate = useNavigate()
  const styles = useStyles()
  const workspace = useWorkspace()
  const { data = [] } = useQuery(workspacesQuery(arm))
  if (workspace === undefined) return undefined
  const current = data.find(({ key }) => pages.computes(key) === pages.computes(workspace))
  const choose = (id: string) => {
    const chosen = data.find((each) => each.id === id)
    if (chosen === undefined) return
    void navigate({ to: pages.computes(chosen.key) })
  }
  return (
    <Menu
      checkedValues={{ workspace: [current?.id ?? ''] }}
      onCheckedValueChange={(_, { checkedItems: [id = ''] }) => choose(id)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button className={styles.button} appearance="subtle" icon={<ChevronDownRegular />} iconPosition="after">
          <span className={styles.name}>{workspace.workspace}</span>
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.menu}>
        <MenuList>
          {data.map(({ id, name, key }) => (
            <MenuItemRadio key={id} name="workspace" value={id} subText={key.group}>
              {name}
            </MenuItemRadio>
          ))}
          <MenuDivider />
          <MenuItem onClick={() => void navigate({ to: pages.workspaces() })}>{text('All workspaces')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

const useStyles = makeStyles({
  button: { minWidth: 0 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  menu: { maxHeight: 'min(32rem, 80vh)', maxWidth: 'calc(100vw - 2rem)', overflowY: 'auto', overflowWrap: 'anywhere' },
})
