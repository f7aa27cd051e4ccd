// Carrel's colours for Fluent: the green of the mark, light and dark.

import { type BrandVariants, createDarkTheme, createLightTheme, type Theme } from '@fluentui/react-components'

const brand: BrandVariants = {
  10: '#010505',
  20: '#0b1f1d',
  30: '#0f3230',
  40: '#12403d',
  50: '#154e4a',
  60: '#195d58',
  70: '#1f6b66',
  80: '#217a74',
  90: '#2a8a83',
  100: '#3a9a92',
  110: '#4da9a1',
  120: '#62b8b0',
  130: '#7ac7bf',
  140: '#94d5ce',
  150: '#b1e3dd',
  160: '#d2f0ec',
}

const fonts = {
  fontFamilyBase: "system-ui, -apple-system, 'Noto Sans', 'Noto Sans CJK KR', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono', monospace",
}

export const lightTheme: Theme = { ...createLightTheme(brand), ...fonts }

const dark = createDarkTheme(brand)
export const darkTheme: Theme = {
  ...dark,
  ...fonts,
  // Brand text on dark ground reads at 4.5 : 1 only from here up.
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[130],
}
