/** The zones the browser knows, UTC first, and the one that is in use whatever it is called. */
export function timeZones(used: string): readonly string[] {
  return [...new Set([used, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}
