import { makeStyles, tokens } from '@fluentui/react-components'

/** A ground for each state of a node, never told by its colour alone. */
export const useNodeColours = makeStyles({
  running: { backgroundColor: tokens.colorPaletteGreenForeground3 },
  idle: { backgroundColor: tokens.colorNeutralForeground4 },
  preparing: { backgroundColor: tokens.colorPaletteBlueBorderActive },
  unusable: { backgroundColor: tokens.colorPaletteRedForeground3 },
  leaving: { backgroundColor: tokens.colorPaletteDarkOrangeForeground3 },
})
