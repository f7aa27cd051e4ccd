// The workspaces of Batch AI, which hold clusters, file servers and experiments; deleting one deletes all of that.

import { makeStyles, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../../api/api-versions.ts'
import { permissionsQuery, permits } from '../../../api/permissions.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { plainList } from '../../../ui/plain-list.ts'
import { useToasts } from '../../../ui/use-toasts.tsx'
import { type ClusterPlace, placesQuery } from '../place-queries.ts'

const refreshMs = 4_000

export function WorkspacesPanel() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const { data = [] } = useQuery({ ...placesQuery(arm), refetchInterval: refreshMs })
  const places = data.filter(({ kind }) => kind === 'batch')
  const rights = useQueries({ queries: places.map(({ id }) => permissionsQuery(arm, id)) })
  const remove = useDeletion()
  const reasonAgainst = (index: number) => {
    const permissions = rights[index]?.data
    if (permissions === undefined || permits(permissions, 'Microsoft.BatchAI/workspaces/delete')) return undefined
    return text('Your role here does not let you delete workspaces: Contributor or Owner does.')
  }
  const ask = (place: ClusterPlace) =>
    setConfirmation({
      title: text('Delete {{name}}?', { name: place.name }),
      body: text('Its clusters, file servers, experiments and jobs go with it, with all files.'),
      confirm: text('Delete'),
      typed: place.name,
      act: () => remove.mutate(place),
    })
  return (
    <Panel title={text('Workspaces of Batch AI')}>
      {places.length === 0 && <span>{text('None yet: one is made with its first cluster.')}</span>}
      <ul className={styles.list}>
        {places.map((place, index) => (
          <li key={place.id} className={styles.line}>
            <span className={styles.name}>{`${place.name} (${place.key.group})`}</span>
            <ActionButton
              appearance="subtle"
              icon={<DeleteRegular />}
              label={text('Delete')}
              of={place.name}
              reason={reasonAgainst(index)}
              onClick={() => ask(place)}
            />
          </li>
        ))}
      </ul>
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </Panel>
  )
}

function useDeletion() {
  const { arm } = useStudio()
  const text = useText()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ key }: ClusterPlace) => arm.delete(addresses.clusterWorkspace(key), apiVersions.batchAi),
    onSuccess: (_, { name }) => toasts.done(text('Deleting {{names}}', { names: name })),
    onError: (error, { name }) => toasts.failed(text('{{name}}: refused', { name }), error),
    onSettled: () =>
      Promise.all(
        ['cluster-places', 'file-servers', 'clusters'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      ),
  })
}

const useStyles = makeStyles({
  list: { ...plainList, gap: tokens.spacingVerticalXS },
  line: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
  name: { overflowWrap: 'anywhere', minWidth: 0 },
})
