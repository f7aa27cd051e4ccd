import { DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import type { Cluster } from '../cluster.ts'
import { useClusterRights } from '../cluster-rights.ts'
import { reasonAgainst } from '../cluster-state.ts'
import { useDelete } from '../use-delete.ts'

/** Deletes those of the selected that can be, after a question that says what is lost. */
export function DeleteClusters(props: { readonly selected: readonly Cluster[]; onDone(): void }) {
  const { selected, onDone } = props
  const text = useText()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const remove = useDelete()
  const rights = useClusterRights(selected.map(({ id, key }) => ({ id, kind: key.kind })))
  const reasons = selected.map((cluster, index) => reasonAgainst('delete', cluster, rights[index]))
  const able = selected.filter((_, index) => reasons[index] === undefined)
  const [first] = reasons
  const none = selected.length === 0 ? 'Select one or more first.' : able.length === 0 ? first : undefined
  const press = () =>
    setConfirmation({
      title: text('Delete {{count}} clusters?', { count: able.length }),
      body: text('All nodes go with everything on them, and jobs that wait or run there are ended.'),
      names: able.map(({ name }) => name),
      confirm: text('Delete'),
      act: () => {
        remove.mutate(able)
        onDone()
      },
    })
  return (
    <>
      <ActionButton
        label={text('Delete')}
        icon={<DeleteRegular />}
        appearance="subtle"
        reason={none === undefined ? undefined : text(none)}
        onClick={press}
      />
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </>
  )
}
