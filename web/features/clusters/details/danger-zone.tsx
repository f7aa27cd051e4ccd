import { DeleteRegular } from '@fluentui/react-icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { pages } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Panel } from '../../../ui/panel.tsx'
import type { Cluster } from '../cluster.ts'
import { type ClusterRights, reasonAgainst } from '../cluster-state.ts'
import { useDelete } from '../use-delete.ts'

/** What cannot be taken back, with what it costs. */
export function DangerZone(props: { readonly cluster: Cluster; readonly rights: ClusterRights | undefined }) {
  const { cluster, rights } = props
  const text = useText()
  const navigate = useNavigate()
  const remove = useDelete()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const { name } = cluster
  const reason = reasonAgainst('delete', cluster, rights)
  const consequence = text(
    'Its nodes go with everything on them, and jobs that wait or run here are ended. What they wrote to file servers stays.',
  )
  return (
    <Panel title={text('Danger zone')} isWide>
      <span>{consequence}</span>
      <div>
        <ActionButton
          label={text('Delete this cluster')}
          icon={<DeleteRegular />}
          reason={reason === undefined ? undefined : text(reason)}
          onClick={() =>
            setConfirmation({
              title: text('Delete {{name}}?', { name }),
              body: consequence,
              confirm: text('Delete'),
              typed: name,
              act: () => remove.mutate([cluster], { onSuccess: () => void navigate({ to: pages.clusters() }) }),
            })
          }
        />
      </div>
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </Panel>
  )
}
