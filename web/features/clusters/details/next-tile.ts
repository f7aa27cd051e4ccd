/** Where a key leads in a grid whose tiles are counted row by row; undefined: nowhere. */
export function nextTile(
  key: string,
  { at, perRow, count }: { readonly at: number; readonly perRow: number; readonly count: number },
): number | undefined {
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - perRow,
    ArrowDown: at + perRow,
    Home: 0,
    End: count - 1,
  }
  const next = places[key]
  return next === undefined || next < 0 || next >= count ? undefined : next
}
