// What a form about a new instance holds, what is wrong with it, and the body it becomes. Pure.

import { subnetFault } from '../../../ui/subnet-fault.ts'
import { type Schedule, scheduleFault, writeSchedule } from '../schedules/schedule.ts'
import { type AppDraft, appBody, appsFault } from './app-draft.ts'

export interface ComputeDraft {
  readonly name: string
  readonly size: string
  readonly isSshEnabled: boolean
  readonly publicKey: string
  readonly schedules: readonly Schedule[]
  /** Object id of the person it is for; empty: for whoever creates it. */
  readonly assignedTo: string
  readonly isCreatedStopped: boolean
  /** Empty: none. */
  readonly subnetId: string
  /** Run once, before it is ready. */
  readonly script: ScriptDraft | undefined
  /** Run at every start. */
  readonly startupScript: ScriptDraft | undefined
  readonly apps: readonly AppDraft[]
  /** Lines of `name=value`. */
  readonly tags: string
}

/** CI-81, CI-83: from the workspace's files, or with the request. */
export interface ScriptDraft {
  readonly source: 'workspaceStorage' | 'inline'
  /** A path on the share, or the script itself. */
  readonly data: string
  readonly arguments: string
  /** In GNU's grammar; empty: 15 minutes. */
  readonly timeout: string
}

export const emptyDraft: ComputeDraft = {
  name: '',
  size: '',
  isSshEnabled: false,
  publicKey: '',
  schedules: [],
  assignedTo: '',
  isCreatedStopped: false,
  subnetId: '',
  script: undefined,
  startupScript: undefined,
  apps: [],
  tags: '',
}

export type DraftFaults = Readonly<Partial<Record<keyof ComputeDraft, string>>>

/** English sentences, to be translated; the rules of names are CI-18…22. */
export function faultsOf(draft: ComputeDraft): DraftFaults {
  const name = nameFault(draft.name)
  const key = draft.isSshEnabled ? keyFault(draft.publicKey) : undefined
  return {
    ...(name === undefined ? {} : { name }),
    ...(draft.size === '' ? { size: 'Choose a size.' } : {}),
    ...(key === undefined ? {} : { publicKey: key }),
    ...named('schedules', scheduleFault(draft.schedules)),
    ...named('script', scriptFault(draft.script)),
    ...named('startupScript', scriptFault(draft.startupScript)),
    ...named('apps', appsFault(draft.apps)),
    ...named('tags', tagFault(draft.tags)),
    ...named('subnetId', subnetFault(draft.subnetId)),
  }
}

function named(field: keyof ComputeDraft, fault: string | undefined): DraftFaults {
  return fault === undefined ? {} : { [field]: fault }
}

function scriptFault(script: ScriptDraft | undefined): string | undefined {
  if (script === undefined) return undefined
  if (script.data.trim() === '') {
    return script.source === 'inline' ? 'Write or upload the script.' : 'Say where the script is on the share.'
  }
  const isTime = /^(\d+(\.\d+)?[smhd]?)?$/.test(script.timeout)
  return isTime ? undefined : 'A time-out is a number with s, m, h or d, such as 30m.'
}

function tagFault(tags: string): string | undefined {
  const isOdd = linesOf(tags).some((line) => !/^[^=]+=/.test(line))
  return isOdd ? 'Write each tag as name=value, one in a line.' : undefined
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function nameFault(name: string): string | undefined {
  if (name === '') return 'Give it a name.'
  if (name.length < 3 || name.length > 24) return 'A name has 3 to 24 characters.'
  if (!/^[A-Za-z]/.test(name)) return 'A name begins with a letter.'
  if (!/^[A-Za-z0-9-]*$/.test(name)) return 'A name has letters, digits and -.'
  return name.endsWith('-') ? 'A name does not end with -.' : undefined
}

function keyFault(key: string): string | undefined {
  const isKey = /^ssh-rsa [A-Za-z0-9+/=]+( .*)?$/.test(key.trim()) || key.includes('PUBLIC KEY-----')
  return isKey ? undefined : 'Give a public key: one line that begins with ssh-rsa, or PEM.'
}

/** Of the PUT. */
export function bodyOf(draft: ComputeDraft, tenantId: string) {
  return {
    location: 'local',
    ...(draft.tags.trim() === '' ? {} : { tags: tagsIn(draft.tags) }),
    properties: {
      computeType: 'ComputeInstance',
      properties: {
        vmSize: draft.size,
        ...(draft.isSshEnabled
          ? { sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: draft.publicKey.trim() } }
          : {}),
        ...(draft.schedules.length === 0
          ? {}
          : { schedules: { computeStartStop: draft.schedules.map(writeSchedule) } }),
        ...(draft.assignedTo === ''
          ? {}
          : { personalComputeInstanceSettings: { assignedUser: { objectId: draft.assignedTo, tenantId } } }),
        ...(draft.isCreatedStopped ? { createStopped: true } : {}),
        ...(draft.subnetId === '' ? {} : { subnet: { id: draft.subnetId } }),
        ...scriptsBody(draft),
        ...(draft.apps.length === 0 ? {} : { customServices: draft.apps.map(appBody) }),
      },
    },
  }
}

function scriptsBody({ script, startupScript }: ComputeDraft) {
  if (script === undefined && startupScript === undefined) return {}
  const scripts = {
    ...(script && { creationScript: scriptBody(script) }),
    ...(startupScript && { startupScript: scriptBody(startupScript) }),
  }
  return { setupScripts: { scripts } }
}

function scriptBody(script: ScriptDraft) {
  const { source, data, timeout } = script
  return {
    scriptSource: source,
    scriptData: source === 'inline' ? base64Of(data) : data.trim(),
    ...(script.arguments === '' ? {} : { scriptArguments: script.arguments }),
    ...(timeout === '' ? {} : { timeout }),
  }
}

function base64Of(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
}

export function tagsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  )
}
