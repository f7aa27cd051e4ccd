/** What of the log is shown; part of the address. */
export interface ActivitySearch {
  readonly find?: string
  readonly days?: number
}

export function readActivitySearch({ find, days }: Readonly<Record<string, unknown>>): ActivitySearch {
  return {
    ...(typeof find === 'string' && find !== '' ? { find } : {}),
    ...(days === 7 || days === 90 ? { days } : {}),
  }
}
