import type { useText } from '../../../i18n/use-text.ts'
import type { Fault, Path } from './shape.ts'

/** The sentence of a fault. */
export function faultText({ sentence, values }: Fault, text: ReturnType<typeof useText>): string {
  return text(sentence, values)
}

/** For a field: the fault at this place or within it, once somebody has been there. */
export function messageAt(
  faults: readonly Fault[],
  path: Path,
  text: ReturnType<typeof useText>,
): { readonly validationMessage?: string } {
  const fault = faults.find((each) => path.every((part, index) => each.path[index] === part))
  return fault === undefined ? {} : { validationMessage: faultText(fault, text) }
}
