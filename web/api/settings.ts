// What the server says before anybody is signed in; asked for once.

/** As `src/http/studio/mount-studio.ts` sends it. */
export interface Settings {
  readonly issuer: string
  readonly clientId: string
  readonly tenantId: string
  readonly scope: string
  readonly endpoint: string
}

export async function loadSettings(): Promise<Settings> {
  const answer = await fetch('/studio/settings.json')
  if (!answer.ok) throw new Error(`The server answers ${answer.status}.`)
  return (await answer.json()) as Settings
}
