import { useNavigate } from '@tanstack/react-router'
import { useText } from '../../../i18n/use-text.ts'
import { pages } from '../../../paths.ts'
import { DeletePanel } from '../../../ui/delete-panel.tsx'
import type { Cluster } from '../cluster.ts'
import { type ClusterRights, reasonAgainst } from '../cluster-state.ts'
import { useDelete } from '../use-delete.ts'

/** What cannot be taken back, with what it costs. */
export function DangerZone(props: { readonly cluster: Cluster; readonly rights: ClusterRights | undefined }) {
  const { cluster, rights } = props
  const text = useText()
  const navigate = useNavigate()
  const remove = useDelete()
  const reason = reasonAgainst('delete', cluster, rights)
  return (
    <DeletePanel
      name={cluster.name}
      label={text('Delete this cluster')}
      loss={text(
        'Its nodes go with everything on them, and jobs that wait or run here are ended. What they wrote to file servers stays.',
      )}
      reason={reason === undefined ? undefined : text(reason)}
      onDelete={() => remove.mutate([cluster], { onSuccess: () => void navigate({ to: pages.clusters() }) })}
    />
  )
}
