/** Is a value what a selector is about: in its list, and not in the other; without regard to case. */
export function isSelected(selector: { in?: readonly string[]; notIn?: readonly string[] }, value: string): boolean {
  const isAmong = (list: readonly string[]) => list.some((each) => each.toLowerCase() === value.toLowerCase())
  return (
    (selector.in === undefined || isAmong(selector.in)) && !(selector.notIn !== undefined && isAmong(selector.notIn))
  )
}
