// What will be asked for, before it is: the instance in a few facts, what it takes of the quota, and the same from elsewhere.

import { useQuery } from '@tanstack/react-query'
import { rehearse } from '../../../api/rehearse.ts'
import { sizesQuery } from '../../../api/size-queries.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses, type WorkspaceKey } from '../../../paths.ts'
import { Equivalents } from '../../../ui/equivalents.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Rehearsal } from '../../../ui/rehearsal.tsx'
import { bodyOf, type ComputeDraft, faultsOf } from './compute-draft.ts'
import { CostEffect } from './cost-effect.tsx'
import { azOf, commandOf, templateOf } from './equivalents.ts'

interface Props {
  readonly workspace: WorkspaceKey
  readonly draft: ComputeDraft
}

export function Review({ workspace, draft }: Props) {
  const text = useText()
  const { arm, settings } = useStudio()
  const { data: sizes } = useQuery(sizesQuery(arm, workspace.subscription))
  const isPriced = draft.size !== '' && sizes?.some(({ price }) => price !== undefined)
  const schedules = draft.schedules.length
  const [fault] = Object.values(faultsOf(draft))
  return (
    <Panel title={text('Review')}>
      <Facts
        of={{
          [text('Name')]: draft.name === '' ? '–' : draft.name,
          [text('Size')]: draft.size === '' ? '–' : draft.size,
          [text('Quota')]: <QuotaEffect workspace={workspace} draft={draft} />,
          [text('Cost')]: isPriced ? <CostEffect subscription={workspace.subscription} draft={draft} /> : undefined,
          [text('SSH')]: draft.isSshEnabled ? text('Enabled') : text('Disabled, for good'),
          [text('Schedules')]: schedules === 0 ? text('None: it runs until somebody stops it') : schedules,
          [text('Set-up script')]: draft.script && (draft.script.arguments || text('Without arguments')),
          [text('Script at every start')]:
            draft.startupScript && (draft.startupScript.arguments || text('Without arguments')),
          [text('Applications')]:
            draft.apps.length === 0 ? undefined : draft.apps.map(({ name }) => name || '–').join(', '),
        }}
      />
      <Rehearsal
        rehearse={(template) => rehearse(arm, workspace, template)}
        template={templateOf(workspace, draft.name, bodyOf(draft, settings.tenantId))}
        fault={fault === undefined ? undefined : text(fault)}
      />
      <Elsewhere workspace={workspace} draft={draft} />
    </Panel>
  )
}

function QuotaEffect({ workspace, draft }: Props) {
  const { arm } = useStudio()
  const text = useText()
  const { data } = useQuery(sizesQuery(arm, workspace.subscription))
  const size = data?.find(({ name }) => name === draft.size)
  if (size === undefined) return <span>–</span>
  const { cores, freeCores: free } = size
  if (draft.isCreatedStopped) return <span>{text('Nothing until it is started')}</span>
  return <span>{text('{{cores}} of {{free}} free cores', { cores, free })}</span>
}

function Elsewhere({ workspace, draft }: Props) {
  const { settings } = useStudio()
  const body = bodyOf(draft, settings.tenantId)
  const path = addresses.compute(workspace, draft.name || 'NAME')
  const lines = {
    carrel: () => commandOf(draft),
    az: () => azOf({ endpoint: settings.endpoint, path, body }),
    template: () => templateOf(workspace, draft.name, body),
  }
  return <Equivalents lines={lines} />
}
