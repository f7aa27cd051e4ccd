import { lowPriority, type Usage } from './usage-queries.ts'

/** A family by its name; what is counted over all of them in words. */
export function usageTitle({ family, title }: Usage, text: (sentence: string) => string): string {
  if (family === 'total') return text('Dedicated')
  return family === lowPriority ? text('Low priority') : title
}
