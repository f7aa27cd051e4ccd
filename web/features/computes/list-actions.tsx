// What can be done with the selected instances; a button that does nothing for any of them says why.

import { ArrowClockwiseRegular, DeleteRegular, PlayRegular, RecordStopRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useText } from '../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import type { Compute } from './compute.ts'
import { type ComputeAction, computeActions, reasonAgainst } from './compute-state.ts'
import { useComputeActions } from './use-compute-actions.ts'

const icons = {
  start: <PlayRegular />,
  stop: <RecordStopRegular />,
  restart: <ArrowClockwiseRegular />,
  delete: <DeleteRegular />,
}
const labels: Readonly<Record<ComputeAction, string>> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  delete: 'Delete',
}

export function ListActions(props: {
  readonly workspace: WorkspaceKey
  readonly selected: readonly Compute[]
  /** Left out: all. */
  readonly offered?: readonly ComputeAction[]
  onDone(): void
}) {
  const { workspace, selected, offered = computeActions, onDone } = props
  const text = useText()
  const actions = useComputeActions(workspace)
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const run = (action: ComputeAction, names: readonly string[]) => {
    actions.mutate({ action, names })
    onDone()
  }
  const press = (action: ComputeAction) => {
    const names = selected.filter((compute) => reasonAgainst(action, compute) === undefined).map(({ name }) => name)
    if (action !== 'delete') return run(action, names)
    setConfirmation({
      title: text('Delete {{count}} compute instances?', { count: names.length }),
      body: text('Own disks are lost for good; files of the workspace stay.'),
      names,
      confirm: text('Delete'),
      act: () => run(action, names),
    })
  }
  return (
    <>
      {offered.map((action) => (
        <ActionButton
          key={action}
          label={text(labels[action])}
          icon={icons[action]}
          appearance="subtle"
          reason={reasonFor(action, selected, text)}
          onClick={() => press(action)}
        />
      ))}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </>
  )
}

function reasonFor(
  action: ComputeAction,
  selected: readonly Compute[],
  text: (sentence: string) => string,
): string | undefined {
  if (selected.length === 0) return text('Select one or more first.')
  const reasons = selected.map((compute) => reasonAgainst(action, compute))
  const [first] = reasons
  return reasons.includes(undefined) || first === undefined ? undefined : text(first)
}
