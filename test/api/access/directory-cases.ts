// The directory's operations: all needed at the root, so that a role in a subscription gives none of them.

import type { AccessCase } from './cases.ts'

const namespace = 'Carrel.Identity'
const base = `/providers/${namespace}`
const person = `${base}/users/{person}`
const team = `${base}/groups/{team}`
// There is none: what it takes to set one up is tried beside this table.
const outside = `${base}/outsideProvider/default`
const program = `${base}/servicePrincipals/{program}`

export const identityCases: readonly AccessCase[] = [
  reading('GET collection', 'users', { path: `${base}/users`, scope: '/' }),
  reading('GET resource', 'users', { path: person }),
  writing('PUT resource', 'users', { path: `${base}/users/{newPerson}`, ok: 201, body: { displayName: 'New' } }),
  deleting('DELETE resource', 'users', { path: `${base}/users/{victimPerson}` }),
  acting('users/resetPassword', { path: `${person}/resetPassword`, scope: person }),
  acting('users/signOut', { path: `${person}/signOut`, scope: person, ok: 204 }),

  reading('GET collection', 'groups', { path: `${base}/groups`, scope: '/' }),
  reading('GET resource', 'groups', { path: team }),
  writing('PUT resource', 'groups', { path: `${base}/groups/{newTeam}`, ok: 201, body: {} }),
  deleting('DELETE resource', 'groups', { path: `${base}/groups/{victimTeam}` }),
  reading('GET collection', 'groups/members', { path: `${team}/members`, scope: team }),
  writing('PUT resource', 'groups/members', { path: `${team}/members/{grantee}`, ok: 201 }),
  deleting('DELETE resource', 'groups/members', { path: `${team}/members/{member}` }),

  reading('GET collection', 'servicePrincipals', { path: `${base}/servicePrincipals`, scope: '/' }),
  writing('POST collection', 'servicePrincipals', {
    path: `${base}/servicePrincipals`,
    scope: '/',
    ok: 201,
    body: { displayName: 'script' },
  }),
  reading('GET resource', 'servicePrincipals', { path: program }),
  deleting('DELETE resource', 'servicePrincipals', { path: `${base}/servicePrincipals/{victimProgram}` }),
  acting('servicePrincipals/resetSecret', { path: `${program}/resetSecret`, scope: program }),
  acting('servicePrincipals/addCertificate', {
    path: `${program}/addCertificate`,
    scope: program,
    body: { certificate: '{certificate}' },
  }),
  acting('servicePrincipals/removeCertificate', {
    path: `${program}/removeCertificate`,
    scope: program,
    body: { thumbprint: '0123456789abcdef0123456789abcdef01234567' },
    ok: 404,
  }),
  reading('GET resource', 'outsideProvider', { path: outside, ok: 404 }),
  writing('PUT resource', 'outsideProvider', { path: outside, ok: 400, body: {} }),
  deleting('DELETE resource', 'outsideProvider', { path: outside, ok: 204 }),
  reading('GET collection', 'signingKeys', { path: `${base}/signingKeys`, scope: '/' }),
  // Of a set that is not there: the tokens of everybody who tries this table are to live on.
  acting('signingKeys/rotate', {
    path: `${base}/signingKeys/none/rotate`,
    scope: `${base}/signingKeys/none`,
    ok: 404,
  }),
  acting('servicePrincipals/signOut', { path: `${program}/signOut`, scope: program, ok: 204 }),
]

type More = Partial<AccessCase> & Pick<AccessCase, 'path'>

function reading(operation: string, type: string, more: More): AccessCase {
  return directoryCase(operation, type, { action: `${namespace}/${type}/read`, ...more })
}

function writing(operation: string, type: string, more: More): AccessCase {
  return directoryCase(operation, type, { action: `${namespace}/${type}/write`, ...more })
}

function deleting(operation: string, type: string, more: More): AccessCase {
  return directoryCase(operation, type, { action: `${namespace}/${type}/delete`, ...more })
}

function acting(type: string, more: More): AccessCase {
  return directoryCase('POST collection', type, { action: `${namespace}/${type}/action`, ...more })
}

function directoryCase(operation: string, type: string, more: More & Pick<AccessCase, 'action'>): AccessCase {
  return { operation: `${operation} ${namespace}/${type}`, from: 'root', ok: 200, described: null, ...more }
}
