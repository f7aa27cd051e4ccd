import { useTranslation } from 'react-i18next'
import { useText } from '../../i18n/use-text.ts'
import { money } from '../../ui/money.ts'
import type { MonthCost } from './costs-query.ts'

/** What one has cost since the month began; with the hours it ran. */
export function CostSoFar({ cost, hasHours }: { readonly cost: MonthCost | undefined; readonly hasHours?: boolean }) {
  const text = useText()
  const { i18n } = useTranslation()
  if (cost === undefined) return <span>–</span>
  const { amount, hours, currency } = cost
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(hours)
  const words = money(amount, currency, i18n.language)
  return <span>{hasHours ? text('{{amount}} for {{number}} hours', { amount: words, number }) : words}</span>
}
