// What a form about a new instance holds, what is wrong with it, and the body and the command it becomes. Pure.

export interface ComputeDraft {
  readonly name: string
  readonly size: string
  readonly isSshEnabled: boolean
  readonly publicKey: string
}

export const emptyDraft: ComputeDraft = { name: '', size: '', isSshEnabled: false, publicKey: '' }

export type DraftFaults = Readonly<Partial<Record<keyof ComputeDraft, string>>>

/** English sentences, to be translated; the rules of names are CI-18…22. */
export function faultsOf(draft: ComputeDraft): DraftFaults {
  const name = nameFault(draft.name)
  const key = draft.isSshEnabled ? keyFault(draft.publicKey) : undefined
  return {
    ...(name === undefined ? {} : { name }),
    ...(draft.size === '' ? { size: 'Choose a size.' } : {}),
    ...(key === undefined ? {} : { publicKey: key }),
  }
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
export function bodyOf(draft: ComputeDraft) {
  return {
    location: 'local',
    properties: {
      computeType: 'ComputeInstance',
      properties: {
        vmSize: draft.size,
        ...(draft.isSshEnabled
          ? { sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: draft.publicKey.trim() } }
          : {}),
      },
    },
  }
}

/** The same from a terminal. */
export function commandOf(draft: ComputeDraft): string {
  const ssh = draft.isSshEnabled ? ' --ssh-key-file FILE' : ' --no-ssh'
  return `carrel compute create ${draft.name || 'NAME'} --size ${draft.size || 'SIZE'}${ssh}`
}
