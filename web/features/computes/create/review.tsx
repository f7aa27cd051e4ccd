// What will be asked for, before it is: the instance in a few facts, what it takes of the quota, and the same from elsewhere.

import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses, type WorkspaceKey } from '../../../paths.ts'
import { CopyLine } from '../../../ui/copy-line.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { bodyOf, type ComputeDraft } from './compute-draft.ts'
import { azOf, commandOf, templateOf } from './equivalents.ts'
import { Rehearsal } from './rehearsal.tsx'
import { sizesQuery } from './size-queries.ts'

interface Props {
  readonly workspace: WorkspaceKey
  readonly draft: ComputeDraft
}

export function Review({ workspace, draft }: Props) {
  const text = useText()
  const schedules = draft.schedules.length
  return (
    <Panel title={text('Review')}>
      <Facts
        of={{
          [text('Name')]: draft.name === '' ? '–' : draft.name,
          [text('Size')]: draft.size === '' ? '–' : draft.size,
          [text('Quota')]: <QuotaEffect workspace={workspace} draft={draft} />,
          [text('SSH')]: draft.isSshEnabled ? text('Enabled') : text('Disabled, for good'),
          [text('Schedules')]: schedules === 0 ? text('None: it runs until somebody stops it') : schedules,
          [text('Set-up script')]: draft.script && (draft.script.arguments || text('Without arguments')),
          [text('Applications')]:
            draft.apps.length === 0 ? undefined : draft.apps.map(({ name }) => name || '–').join(', '),
        }}
      />
      <Rehearsal workspace={workspace} draft={draft} />
      <Equivalents workspace={workspace} draft={draft} />
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

const ways = ['carrel', 'az', 'template'] as const
type Way = (typeof ways)[number]
const wayWords: Readonly<Record<Way, string>> = { carrel: 'carrel', az: 'az', template: 'Template' }

function Equivalents({ workspace, draft }: Props) {
  const { settings } = useStudio()
  const text = useText()
  const styles = useStyles()
  const [way, setWay] = useState<Way>('carrel')
  const body = bodyOf(draft, settings.tenantId)
  const path = addresses.compute(workspace, draft.name || 'NAME')
  const lines: Readonly<Record<Way, () => string>> = {
    carrel: () => commandOf(draft),
    az: () => azOf({ endpoint: settings.endpoint, path, body }),
    template: () => templateOf(workspace, draft.name, body),
  }
  return (
    <section className={styles.ways} aria-label={text('The same from elsewhere')}>
      <div className={styles.choice}>
        {ways.map((each) => (
          <ToggleButton key={each} size="small" checked={each === way} onClick={() => setWay(each)}>
            {text(wayWords[each])}
          </ToggleButton>
        ))}
      </div>
      <CopyLine text={lines[way]()} label={text(wayWords[way])} />
    </section>
  )
}

const useStyles = makeStyles({
  ways: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  choice: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
})
