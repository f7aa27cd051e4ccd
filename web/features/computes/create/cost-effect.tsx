import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sizesQuery } from '../../../api/size-queries.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { hourlyPrice } from '../../../ui/hourly-price.ts'
import { money } from '../../../ui/money.ts'
import { weekHours } from '../schedules/week-hours.ts'
import type { ComputeDraft } from './compute-draft.ts'

const weeksInMonth = 365 / 12 / 7

/** Per hour, and per month as its schedules have it. */
export function CostEffect({ subscription, draft }: { readonly subscription: string; readonly draft: ComputeDraft }) {
  const { arm } = useStudio()
  const text = useText()
  const { i18n } = useTranslation()
  const { data } = useQuery(sizesQuery(arm, subscription))
  const price = data?.find(({ name }) => name === draft.size)?.price
  if (price === undefined) return <span>{text('No rate is configured for this size.')}</span>
  const hours = weekHours(draft.schedules, draft.isCreatedStopped)
  const hourly = text('{{price}} an hour', { price: hourlyPrice(price, i18n.language) })
  if (hours === undefined) return <span>{hourly}</span>
  const amount = money(price.perHour * hours * weeksInMonth, price.currency, i18n.language)
  const monthly = isLeftAlone(draft)
    ? text('about {{amount}} a month if it always runs', { amount })
    : text('about {{amount}} a month with its schedules', { amount })
  return <span>{draft.isCreatedStopped && isLeftAlone(draft) ? hourly : `${hourly}, ${monthly}`}</span>
}

function isLeftAlone({ schedules }: ComputeDraft): boolean {
  return !schedules.some(({ isEnabled }) => isEnabled)
}
