// What a form about a new cluster holds, and what is wrong with it. Pure.

import type { ClusterKey } from '../../../paths.ts'
import { subnetFault } from '../../../ui/subnet-fault.ts'
import { emptyScale, type ScaleDraft, scaleFault } from '../scale-draft.ts'

export interface MountDraft {
  /** Name of a file server of the same workspace. */
  readonly server: string
  /** Below the root of the mounts. */
  readonly path: string
  readonly isReadOnly: boolean
}

export interface TaskDraft {
  readonly commandLine: string
  /** A folder, absolute or below `$AZ_BATCHAI_MOUNT_ROOT`. */
  readonly output: string
  /** Lines of `name=value`. */
  readonly variables: string
  /** Lines of `name=value`, shown to nobody afterwards. */
  readonly secrets: string
}

export interface ClusterDraft {
  readonly kind: ClusterKey['kind']
  /** Id of the workspace it is made in; `new`: one that is made with it; empty: none is chosen. */
  readonly place: string
  readonly newPlace: { readonly name: string; readonly group: string }
  readonly name: string
  readonly size: string
  readonly scale: ScaleDraft
  readonly isLowPriority: boolean
  /** Empty, of Azure ML: nobody signs in. */
  readonly user: string
  readonly publicKey: string
  readonly password: string
  readonly image: 'UbuntuLTS' | 'UbuntuDSVM'
  readonly task: TaskDraft | undefined
  readonly mounts: readonly MountDraft[]
  /** Lines of `path=command`. */
  readonly commands: string
  readonly subnetId: string
  /** Whether its nodes are entered from outside. */
  readonly isClosed: boolean
  /** Lines of `name=value`. */
  readonly tags: string
}

export const emptyCluster: ClusterDraft = {
  kind: 'batch',
  place: '',
  newPlace: { name: '', group: '' },
  name: '',
  size: '',
  scale: emptyScale,
  isLowPriority: false,
  user: 'azureuser',
  publicKey: '',
  password: '',
  image: 'UbuntuLTS',
  task: undefined,
  mounts: [],
  commands: '',
  subnetId: '',
  isClosed: false,
  tags: '',
}

export const emptyTask: TaskDraft = { commandLine: '', output: '/var/log/setup-task', variables: '', secrets: '' }

export type ClusterFaults = Readonly<Partial<Record<keyof ClusterDraft, string>>>

/** English sentences, to be translated, in the order of the form. */
export function faultsOf(draft: ClusterDraft): ClusterFaults {
  const isBatch = draft.kind === 'batch'
  const found: Readonly<Partial<Record<keyof ClusterDraft, string | undefined>>> = {
    place: placeFault(draft),
    newPlace: draft.place === newPlaceValue ? newPlaceFault(draft.newPlace) : undefined,
    name: nameFault(draft),
    size: draft.size === '' ? 'Choose a size.' : undefined,
    scale: scaleFault(draft.scale),
    user: userFault(draft),
    publicKey: keyFault(draft),
    password: /[\r\n]/.test(draft.password) ? 'A password is one line.' : undefined,
    task: isBatch ? taskFault(draft.task) : undefined,
    mounts: isBatch ? mountFault(draft) : undefined,
    commands: isBatch ? linesFault(draft.commands, 'Write each as path=command, one in a line.') : undefined,
    subnetId: subnetFault(draft.subnetId),
    tags: isBatch ? undefined : linesFault(draft.tags, 'Write each tag as name=value, one in a line.'),
  }
  return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== undefined)) as ClusterFaults
}

/** As `place`: a workspace that is made with the cluster. */
export const newPlaceValue = 'new'

function placeFault({ place }: ClusterDraft): string | undefined {
  return place === '' ? 'Choose the workspace.' : undefined
}

function newPlaceFault({ name, group }: ClusterDraft['newPlace']): string | undefined {
  if (!/^[-\w]{1,64}$/.test(name)) return 'A workspace of Batch AI has a name of 1 to 64 letters, digits, - or _.'
  return group === '' ? 'Choose the resource group.' : undefined
}

function nameFault({ kind, name }: ClusterDraft): string | undefined {
  if (name === '') return 'Give it a name.'
  if (kind === 'batch') return /^[-\w]{1,64}$/.test(name) ? undefined : 'A name has 1 to 64 letters, digits, - or _.'
  const isName = /^[A-Za-z](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])$/.test(name)
  return isName ? undefined : 'A name has 2 to 32 letters, digits and -, a letter first and no - at the end.'
}

function userFault({ kind, user }: ClusterDraft): string | undefined {
  if (kind === 'ml' && user === '') return undefined
  const isName = /^[a-z][a-z0-9_-]{0,31}$/.test(user) && user !== 'root' && user !== 'admin'
  return isName
    ? undefined
    : 'A user has lower-case letters, digits, - or _, a letter first, and is no account of the system.'
}

function keyFault({ kind, user, publicKey, password }: ClusterDraft): string | undefined {
  if (kind === 'ml' && user === '') return undefined
  const key = publicKey.trim()
  if (key === '') return password === '' ? 'Give a public key or a password: nobody could sign in.' : undefined
  const isKey =
    /^(ssh-rsa|ssh-ed25519|ecdsa-sha2-\S+) [A-Za-z0-9+/=]+( .*)?$/.test(key) || key.includes('PUBLIC KEY-----')
  return isKey ? undefined : 'Give a public key: one line that begins with ssh-rsa, or PEM.'
}

function taskFault(task: TaskDraft | undefined): string | undefined {
  if (task === undefined) return undefined
  if (task.commandLine.trim() === '') return 'Write the command of the set-up task.'
  const isPath = /^(?:\$AZ_BATCHAI_MOUNT_ROOT|\$\{AZ_BATCHAI_MOUNT_ROOT\}|(?=\/))(?:\/[\w .-]+)*\/?$/.test(task.output)
  if (!isPath || /(?:^|\/)\.\.(?:\/|$)/.test(task.output))
    return 'The output goes to an absolute path, or to one below $AZ_BATCHAI_MOUNT_ROOT.'
  const names = [...pairsIn(task.variables), ...pairsIn(task.secrets)].map(([name]) => name)
  if (names.some((name) => !/^[A-Za-z_]\w{0,127}$/.test(name)))
    return 'Write each variable as NAME=value, one in a line.'
  const isKept = names.some((name) => /^(CARREL|AZ_BATCHAI)_/i.test(name))
  return isKept ? 'Names that begin with CARREL_ and AZ_BATCHAI_ are kept: choose another.' : undefined
}

function mountFault({ mounts, commands }: ClusterDraft): string | undefined {
  const isPath = (path: string) => /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/.test(path)
  if (mounts.some(({ server }) => server === '')) return 'Choose the file server.'
  const paths = [...mounts.map(({ path }) => path), ...pairsIn(commands).map(([path]) => path)]
  if (paths.some((path) => !isPath(path))) return 'A mount path is relative: letters, digits, ., - and _.'
  const clashes = paths.some((path, index) =>
    paths.some((other, at) => at !== index && `${other}/`.startsWith(`${path}/`)),
  )
  return clashes ? 'Two are mounted at the same path, or one inside the other.' : undefined
}

function linesFault(text: string, fault: string): string | undefined {
  return pairsIn(text).every(([name, value]) => name !== '' && value !== undefined) ? undefined : fault
}

/** Of lines of `name=value`; the value is undefined where there is no `=`. */
export function pairsIn(text: string): readonly (readonly [string, string | undefined])[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const at = line.indexOf('=')
    return at === -1 ? [line.trim(), undefined] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
  })
}
