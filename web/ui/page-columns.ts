// How the panels of a page stand: beside each other where there is room.

import { tokens } from '@fluentui/react-components'

export const pageColumns = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(24rem, 100%), 1fr))',
  gap: tokens.spacingHorizontalL,
  alignItems: 'start',
} as const
