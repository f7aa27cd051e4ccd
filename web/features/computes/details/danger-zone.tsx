import { DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Compute } from '../compute.ts'
import { reasonAgainst } from '../compute-state.ts'
import { useComputeActions } from '../use-compute-actions.ts'

/** What cannot be taken back, with what it costs. */
export function DangerZone({ workspace, compute }: { readonly workspace: WorkspaceKey; readonly compute: Compute }) {
  const text = useText()
  const actions = useComputeActions(workspace)
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const { name } = compute
  const reason = reasonAgainst('delete', compute)
  const consequence = text('Its home and what was installed on it are lost for good; files of the workspace stay.')
  return (
    <Panel title={text('Danger zone')} isWide>
      <span>{consequence}</span>
      <div>
        <ActionButton
          label={text('Delete this instance')}
          icon={<DeleteRegular />}
          reason={reason === undefined ? undefined : text(reason)}
          onClick={() =>
            setConfirmation({
              title: text('Delete {{name}}?', { name }),
              body: consequence,
              confirm: text('Delete'),
              typed: name,
              act: () => actions.mutate({ action: 'delete', names: [name] }),
            })
          }
        />
      </div>
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </Panel>
  )
}
