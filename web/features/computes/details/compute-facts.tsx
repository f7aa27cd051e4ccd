import { useQuery } from '@tanstack/react-query'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { TagList } from '../../../ui/tag-list.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Compute } from '../compute.ts'
import { CostSoFar } from '../cost-so-far.tsx'
import { costsQuery } from '../costs-query.ts'

/** What it is. */
export function ComputeFacts({ compute }: { readonly compute: Compute }) {
  const text = useText()
  const { arm } = useStudio()
  const { data: costs } = useQuery(costsQuery(arm, compute.id))
  const { creator, nextFiring } = compute
  return (
    <Panel title={text('Facts')}>
      <Facts
        of={{
          [text('Size')]:
            compute.capacityNote === undefined ? compute.size : `${compute.size} (${compute.capacityNote})`,
          [text('Owner')]: compute.ownerName,
          [text('Created by')]: creator.userName,
          [text('Created')]: <Time at={compute.createdAt} />,
          [text('Region')]: compute.location,
          [text('Public address')]: compute.publicIpAddress,
          [text('Private address')]: compute.privateIpAddress,
          [text('Next by schedule')]: nextFiring && (
            <>
              {text(nextFiring.action)} <Time at={nextFiring.time} />
            </>
          ),
          [text('Cost this month')]: costs && <CostSoFar cost={costs.get(compute.id.toLowerCase())} hasHours />,
          [text('Tags')]: Object.keys(compute.tags).length === 0 ? undefined : <TagList of={compute.tags} />,
        }}
      />
    </Panel>
  )
}
