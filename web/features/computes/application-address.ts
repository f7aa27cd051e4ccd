/** An application's address is a web address or none. */
export function applicationAddress(address: string): string | undefined {
  return /^https?:\/\//.test(address) ? address : undefined
}
