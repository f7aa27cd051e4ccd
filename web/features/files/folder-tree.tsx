// The folders of the share as a tree, each read when it is opened.

import {
  makeStyles,
  mergeClasses,
  Spinner,
  Tree,
  TreeItem,
  TreeItemLayout,
  type TreeItemValue,
  tokens,
} from '@fluentui/react-components'
import { FolderOpenRegular, FolderRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { folderQuery } from '../../api/file-entries.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../paths.ts'
import { shownName } from '../../ui/shown-name.ts'
import { wayTo } from './file-path.ts'

/** More of one folder are found in its list. */
const mostShown = 500

interface Props {
  readonly workspace: WorkspaceKey
  /** The folder that is shown. */
  readonly path: string
  onOpen(path: string): void
}

export function FolderTree(props: Props) {
  const { path, onOpen } = props
  const text = useText()
  const [chosen, setChosen] = useState<{ readonly path: string; readonly open: ReadonlySet<TreeItemValue> }>()
  // Whoever comes to a folder finds the way to it open; closing some of it holds as long as he stays.
  const around = new Set<TreeItemValue>(['', ...wayTo(path).map((step) => step.path)])
  const open = chosen?.path === path ? chosen.open : new Set([...(chosen?.open ?? []), ...around])
  return (
    <Tree
      aria-label={text('Folders')}
      openItems={open}
      onOpenChange={(_, data) => {
        setChosen({ path, open: new Set(data.openItems) })
        if (data.type === 'Click' || data.type === 'Enter') onOpen(String(data.value))
      }}
    >
      <Branch {...props} name={text('Files')} folder="" isOpen={open.has('')} open={open} />
    </Tree>
  )
}

interface BranchProps extends Props {
  readonly name: string
  readonly folder: string
  readonly isOpen: boolean
  readonly open: ReadonlySet<TreeItemValue>
}

function Branch(props: BranchProps) {
  const { name, folder, isOpen, path } = props
  const styles = useStyles()
  const isShown = folder === path
  return (
    <TreeItem itemType="branch" value={folder} {...(isShown ? { 'aria-current': 'location' as const } : {})}>
      <TreeItemLayout
        iconBefore={isShown ? <FolderOpenRegular /> : <FolderRegular />}
        className={mergeClasses(styles.layout, isShown && styles.shown)}
      >
        {shownName(name)}
      </TreeItemLayout>
      {isOpen && <Inner {...props} />}
    </TreeItem>
  )
}

function Inner({ folder, ...props }: BranchProps) {
  const { arm } = useStudio()
  const text = useText()
  const { data, isPending } = useQuery(folderQuery(arm, props.workspace, folder))
  const folders = data?.entries.filter(({ kind }) => kind === 'folder') ?? []
  if (isPending) return <Spinner size="tiny" label={text('Looking')} />
  if (folders.length === 0) return null
  return (
    <Tree>
      {folders.slice(0, mostShown).map(({ name, path }) => (
        <Branch key={path} {...props} name={name} folder={path} isOpen={props.open.has(path)} />
      ))}
      {folders.length > mostShown && (
        <TreeItem itemType="leaf">
          <TreeItemLayout>
            {text('{{count}} more are in the list', { count: folders.length - mostShown })}
          </TreeItemLayout>
        </TreeItem>
      )}
    </Tree>
  )
}

const useStyles = makeStyles({
  layout: { overflowWrap: 'anywhere' },
  shown: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    fontWeight: tokens.fontWeightSemibold,
  },
})
