/** Which workspace the lines are for: its id; absent: the one that was used last. */
export interface ConnectSearch {
  readonly workspace?: string
}

export function readConnectSearch({ workspace }: Readonly<Record<string, unknown>>): ConnectSearch {
  return typeof workspace === 'string' && workspace !== '' ? { workspace } : {}
}
