/** Of a language as the browser is set to it: days and months stand in the order of `en-GB` where the person lives there. */
export function regionOf(language: string, wanted: readonly string[] = navigator.languages): string {
  return wanted.find((each) => each.toLowerCase().split('-')[0] === language) ?? language
}
