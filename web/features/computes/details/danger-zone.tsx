import { useText } from '../../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import { DeletePanel } from '../../../ui/delete-panel.tsx'
import type { Compute } from '../compute.ts'
import { reasonAgainst } from '../compute-state.ts'
import { useComputeActions } from '../use-compute-actions.ts'

/** What cannot be taken back, with what it costs. */
export function DangerZone({ workspace, compute }: { readonly workspace: WorkspaceKey; readonly compute: Compute }) {
  const text = useText()
  const actions = useComputeActions(workspace)
  const { name } = compute
  const reason = reasonAgainst('delete', compute)
  return (
    <DeletePanel
      name={name}
      label={text('Delete this instance')}
      loss={text('Its home and what was installed on it are lost for good; files of the workspace stay.')}
      reason={reason === undefined ? undefined : text(reason)}
      onDelete={() => actions.mutate({ action: 'delete', names: [name] })}
    />
  )
}
