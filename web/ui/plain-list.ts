// How a list of lines is laid out: one below the other, without marks, and no wider than what it stands in.

import { tokens } from '@fluentui/react-components'

export const plainList = {
  listStyleType: 'none',
  margin: 0,
  padding: 0,
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr)',
  gap: tokens.spacingVerticalS,
} as const
