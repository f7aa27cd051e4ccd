// What `up` answers: one object for scripts, or the lines a person reads.

import { hostname } from 'node:os'
import type { Installation } from '../config.ts'
import type { FirstInstance } from './first-resources.ts'
import { tunnelCommand } from './tunnel-command.ts'

export interface UpResult {
  readonly endpoint: string
  readonly caFile: string
  readonly tenantId: string
  readonly subscriptionId: string
  readonly resourceGroup: string
  readonly workspace: string
  readonly location: string
  readonly admin: { readonly userName: string; readonly passwordFile: string; readonly objectId: string }
  readonly principal: { readonly clientId: string; readonly clientSecret: string; readonly objectId: string }
  readonly instance: FirstInstance | null
}

export interface ShowOptions {
  readonly signInUrl: string
  /** Only right after it was made; later it is in its file. */
  readonly password: string | undefined
  readonly installation: Pick<Installation, 'port' | 'domain'>
  /** Value of SSH_CONNECTION; undefined: not over SSH. */
  readonly sshConnection: string | undefined
  readonly account: string
}

export function resultLines(result: UpResult, options: ShowOptions): string[] {
  const { admin, instance } = result
  const known = options.password === undefined ? '' : `   password: ${options.password}   (shown once)`
  const { port, domain } = options.installation
  const isAlone = domain === 'localhost'
  const tunnel = isAlone
    ? tunnelCommand({ ...options, port, ssh: instance?.ssh ?? undefined, hostName: hostname() })
    : undefined
  return [
    '',
    ...(instance === null ? [] : [`  JupyterLab   ${instance.jupyterUrl}`]),
    `  Studio       ${options.signInUrl}/studio/   user: ${admin.userName}${known}`,
    `               password in ${admin.passwordFile}`,
    ...(instance?.ssh ? [`  SSH          ${instance.ssh}`] : []),
    `  API          ${result.endpoint}   authority: ${result.caFile}`,
    ...(isAlone ? [] : [`  Laptops      ${result.endpoint}/cli   the command line and how to sign in with it`]),
    ...(tunnel === undefined
      ? []
      : ['', '  From your own machine, one line carries sign-in and every app:', `    ${tunnel}`]),
    '',
  ]
}
