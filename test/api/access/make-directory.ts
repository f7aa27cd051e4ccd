// Somebody's own people, groups and programs, to act upon.

import type { TestServer } from '../../support/harness.ts'
import { makeCertificate } from '../../support/make-certificate.ts'

const base = '/providers/Carrel.Identity'
const query = 'api-version=2026-11-01'

/** Names for the cases in `directory-cases.ts`. */
export async function makeDirectory(server: TestServer, of: string): Promise<Record<string, string>> {
  const put = async (path: string, body: unknown = {}) =>
    (await server.call('PUT', `${base}/${path}?${query}`, body)).body.properties.objectId as string
  const program = async () =>
    (await server.call('POST', `${base}/servicePrincipals?${query}`, { displayName: `script of ${of}` })).body
      .clientId as string
  const member = await put(`users/person-of-${of}`)
  await put(`users/victim-of-${of}`)
  await put(`groups/team-of-${of}`)
  await put(`groups/victims-of-${of}`)
  await put(`groups/team-of-${of}/members/${member}`)
  return {
    person: `person-of-${of}`,
    newPerson: `new-of-${of}`,
    victimPerson: `victim-of-${of}`,
    team: `team-of-${of}`,
    newTeam: `new-team-of-${of}`,
    victimTeam: `victims-of-${of}`,
    member,
    program: await program(),
    victimProgram: await program(),
    // It is filled into JSON text.
    certificate: JSON.stringify((await makeCertificate()).certificatePem).slice(1, -1),
  }
}
