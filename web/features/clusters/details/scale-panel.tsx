// Changes how many nodes there are (BA-39): by hand, with what becomes of the jobs of nodes that go, or by the queue.

import { makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useToasts } from '../../../ui/use-toasts.tsx'
import type { Cluster } from '../cluster.ts'
import { refreshClusters } from '../cluster-queries.ts'
import { type ClusterRights, reasonAgainst } from '../cluster-state.ts'
import { versionOf } from '../cluster-version.ts'
import { QuotaEffect } from '../quota-effect.tsx'
import { draftOf, mostOf, type ScaleDraft, scaleBody, scaleFault } from '../scale-draft.ts'
import { ScaleFields } from '../scale-fields.tsx'
import { scaleText } from '../scale-text.ts'

export function ScalePanel(props: { readonly cluster: Cluster; readonly rights: ClusterRights | undefined }) {
  const { cluster, rights } = props
  const { key, scale } = cluster
  const text = useText()
  const styles = useStyles()
  /** Undefined: nobody has touched it, so it shows what is. */
  const [edited, setEdited] = useState<ScaleDraft>()
  const draft = edited ?? draftOf(scale)
  const fault = scaleFault(draft)
  const apply = useApply(cluster, () => setEdited(undefined))
  const more = fault === undefined ? mostOf(draft) - present(cluster) : 0
  const isSame = JSON.stringify(draft) === JSON.stringify(draftOf(scale))
  const reason =
    reasonAgainst('scale', cluster, rights) ??
    (apply.isPending ? 'It is being asked for.' : (fault ?? (isSame ? 'Nothing is changed.' : undefined)))
  return (
    <Panel title={text('Scale')}>
      <ScaleFields kind={key.kind} scale={draft} isNew={false} fault={fault} onChange={setEdited} />
      <Facts
        of={{
          [text('Now')]: scaleText(scale, text),
          [text('Quota')]:
            isSame || more <= 0 ? undefined : (
              <QuotaEffect
                subscription={key.subscription}
                size={cluster.size}
                isLowPriority={cluster.isLowPriority}
                nodes={more}
              />
            ),
        }}
      />
      {apply.error !== null && <ErrorNote error={apply.error} />}
      <div className={styles.buttons}>
        <ActionButton
          appearance="primary"
          label={text('Apply')}
          reason={reason === undefined ? undefined : text(reason)}
          onClick={() => apply.mutate(draft)}
        />
        {edited !== undefined && <ActionButton label={text('Undo')} onClick={() => setEdited(undefined)} />}
      </div>
    </Panel>
  )
}

/** Nodes that hold their cores already. */
function present({ counts }: Cluster): number {
  return counts.idle + counts.running + counts.preparing + counts.unusable
}

function useApply({ key, name }: Cluster, onDone: () => void) {
  const { arm } = useStudio()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const text = useText()
  return useMutation({
    mutationFn: (scale: ScaleDraft) => {
      const properties = { scaleSettings: scaleBody(key.kind, scale) }
      const body = { properties: key.kind === 'batch' ? properties : { properties } }
      return arm.patch(addresses.cluster(key), versionOf(key.kind), body)
    },
    onSuccess: async () => {
      toasts.done(text('{{name}} is being resized', { name }))
      await refreshClusters(queryClient)
      onDone()
    },
  })
}

const useStyles = makeStyles({ buttons: { display: 'flex', gap: tokens.spacingHorizontalM } })
