// ARM's functions that are refused by name, so that nobody looks for a typing error.

const names = [
  ...['buildUri', 'externalInput', 'managementGroup', 'parseUri', 'references', 'resourceInfo'],
  ...['toLogicalZone', 'toLogicalZones', 'toPhysicalZone', 'toPhysicalZones'],
]

/** By name in lower case: what a sentence that begins with the function goes on with. */
export const notOffered: ReadonlyMap<string, string> = new Map(
  names.map((name) => [name.toLowerCase(), "is one of ARM's that are not offered"]),
)
