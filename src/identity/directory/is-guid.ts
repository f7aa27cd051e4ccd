const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Object and client ids look like this, and no name may: what is asked for by either is never somebody else. */
export function isGuid(text: string): boolean {
  return guid.test(text)
}
