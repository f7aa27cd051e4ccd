// The end of one thing, on its own page: what is lost with it, and a button that asks for its name first.

import { DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useText } from '../i18n/use-text.ts'
import { ActionButton } from './action-button.tsx'
import { type Confirmation, ConfirmDialog } from './confirm-dialog.tsx'
import { Panel } from './panel.tsx'

export interface DeletePanelProps {
  readonly name: string
  /** What the button says. */
  readonly label: string
  /** What is lost with it. */
  readonly loss: string
  /** Why it cannot be deleted now. */
  readonly reason: string | undefined
  onDelete(): void
}

export function DeletePanel({ name, label, loss, reason, onDelete }: DeletePanelProps) {
  const text = useText()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const ask: Confirmation = {
    title: text('Delete {{name}}?', { name }),
    body: loss,
    confirm: text('Delete'),
    typed: name,
    act: onDelete,
  }
  return (
    <Panel title={text('Danger zone')} isWide>
      <span>{loss}</span>
      <div>
        <ActionButton label={label} icon={<DeleteRegular />} reason={reason} onClick={() => setConfirmation(ask)} />
      </div>
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </Panel>
  )
}
