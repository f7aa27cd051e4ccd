// What will be asked for, before it is: the cluster in a few facts, what it takes of the quota, and the same from elsewhere.

import { rehearse } from '../../../api/rehearse.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import { Equivalents } from '../../../ui/equivalents.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Rehearsal } from '../../../ui/rehearsal.tsx'
import { kindName } from '../kind-name.ts'
import { QuotaEffect } from '../quota-effect.tsx'
import { mostOf, scaleFault } from '../scale-draft.ts'
import type { ClusterDraft } from './cluster-draft.ts'
import { azOf, commandOf, templateOf } from './cluster-equivalents.ts'

export function Review(props: {
  readonly draft: ClusterDraft
  readonly place: WorkspaceKey
  /** A translated sentence: what is wrong with it. */
  readonly fault: string | undefined
}) {
  const { draft, place, fault } = props
  const { arm, settings } = useStudio()
  const text = useText()
  const { scale } = draft
  const isWhole = scaleFault(scale) === undefined
  const nodes = scale.isAuto ? text('{{least}} to {{most}}', { least: scale.least, most: scale.most }) : scale.count
  return (
    <Panel title={text('Review')}>
      <Facts
        of={{
          [text('Name')]: draft.name === '' ? '–' : draft.name,
          [text('Kind')]: kindName(draft.kind),
          [text('Size')]: draft.size === '' ? '–' : draft.size,
          [text('Nodes')]: isWhole ? nodes : '–',
          [text('Quota')]: (
            <QuotaEffect
              subscription={place.subscription}
              size={draft.size}
              isLowPriority={draft.isLowPriority}
              nodes={isWhole ? mostOf(scale) : undefined}
            />
          ),
          [text('User')]: draft.user === '' ? text('Nobody signs in') : draft.user,
          [text('Set-up task')]: draft.task?.commandLine,
          [text('Mounts')]: draft.mounts.length === 0 ? undefined : draft.mounts.map(({ path }) => path).join(', '),
        }}
      />
      <Rehearsal
        template={templateOf(draft, place, true)}
        fault={fault}
        rehearse={(template) => rehearse(arm, place, template)}
      />
      <Equivalents
        lines={{
          carrel: () => commandOf(draft, place),
          az: () => azOf(settings.endpoint, draft, place),
          template: () => templateOf(draft, place),
        }}
      />
    </Panel>
  )
}
