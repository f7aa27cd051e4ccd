import type { useText } from '../../i18n/use-text.ts'
import type { Scale } from './cluster.ts'

/** How many nodes somebody asked for: `2`, or `0 to 4`. */
export function scaleText(scale: Scale, text: ReturnType<typeof useText>): string {
  if (scale.kind === 'manual') return String(scale.count)
  return text('{{least}} to {{most}}', { least: scale.least, most: scale.most })
}
