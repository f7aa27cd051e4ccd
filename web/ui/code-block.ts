// How what a machine wrote or reads is shown: as it is, in lines that break where they must.

import { tokens } from '@fluentui/react-components'

export const codeBlock = {
  margin: 0,
  overflow: 'auto',
  padding: tokens.spacingHorizontalM,
  borderRadius: tokens.borderRadiusMedium,
  backgroundColor: tokens.colorNeutralBackground3,
  fontFamily: tokens.fontFamilyMonospace,
  fontSize: tokens.fontSizeBase200,
  whiteSpace: 'pre-wrap',
  overflowWrap: 'anywhere',
} as const
