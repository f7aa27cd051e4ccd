/** What a field says below itself: nothing where nothing is wrong. `fault`: an English sentence. */
export function faultMessage(
  fault: string | undefined,
  text: (sentence: string) => string,
): { readonly validationMessage?: string } {
  return fault === undefined ? {} : { validationMessage: text(fault) }
}
