// One workspace or resource group: what it is, where it leads, and what can be done with it.

import { Badge, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { lastWorkspace } from './last-workspace.ts'
import { LocksDialog } from './locks-dialog.tsx'
import type { Tags } from './tags.ts'

export interface ResourceLineProps {
  readonly id: string
  readonly apiVersion: string
  readonly name: string
  /** Undefined: it has none to change. */
  readonly description: string | undefined
  readonly tags: Tags
  readonly state: string
  /** What is lost with it. */
  readonly loss: string
  /** Its name, as it leads on. */
  readonly title: ReactNode
  readonly links: ReactNode
}

export function ResourceLine(props: ResourceLineProps) {
  const { id, apiVersion, name, description = '', tags, state, loss } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const queryClient = useQueryClient()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const [isEdited, setEdited] = useState(false)
  const [areLocksShown, setLocksShown] = useState(false)
  const refresh = () =>
    Promise.all(['workspaces', 'resource-groups'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
  const remove = useMutation({
    mutationFn: () => arm.delete(id, apiVersion),
    onSuccess: () => lastWorkspace.forgetBelow(id),
    onSettled: refresh,
  })
  const isEnding = state === 'Deleting' || remove.isPending
  const ask: Confirmation = {
    title: text('Delete {{name}}?', { name }),
    body: loss,
    confirm: text('Delete'),
    typed: name,
    act: () => remove.mutate(),
  }
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        <span className={styles.words}>
          {props.title} {isEnding && <Badge color="warning">{text('Deleting')}</Badge>}
          <span className={styles.description}>{description}</span>
          <span className={styles.tags}>
            {Object.entries(tags).map(([tag, value]) => (
              <Badge key={tag} appearance="tint" color="informative" className={styles.tag}>{`${tag}: ${value}`}</Badge>
            ))}
          </span>
        </span>
        <span className={styles.group}>{props.links}</span>
        <span className={styles.group}>
          <ActionButton label={text('Locks')} of={name} onClick={() => setLocksShown(true)} />
          <ActionButton label={text('Edit')} of={name} onClick={() => setEdited(true)} />
          <ActionButton
            label={text('Delete')}
            of={name}
            reason={isEnding ? text('It is being deleted.') : undefined}
            onClick={() => setConfirmation(ask)}
          />
        </span>
      </div>
      {remove.error !== null && <ErrorNote error={remove.error} />}
      {areLocksShown && <LocksDialog {...{ id, name }} onClose={() => setLocksShown(false)} />}
      {isEdited && <EditDialog {...props} onClose={() => setEdited(false)} onSaved={refresh} />}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </li>
  )
}

const useStyles = makeStyles({
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  group: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  words: { display: 'grid', flexGrow: 1, minWidth: 0, flexBasis: '14rem', overflowWrap: 'anywhere' },
  description: { color: tokens.colorNeutralForeground3 },
  tags: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  // A long value takes more lines, and is never wider than the page.
  tag: { height: 'auto', whiteSpace: 'normal', flexShrink: 1, minWidth: 0, overflowWrap: 'anywhere' },
})
