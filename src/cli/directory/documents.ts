// What the API answers about the directory, and where it is asked.

export const directoryVersion = 'api-version=2026-11-01'
export const directoryPath = '/providers/Carrel.Identity'

export interface UserDocument {
  readonly name: string
  readonly properties: {
    readonly objectId: string
    readonly userName: string
    readonly displayName: string
    readonly isDisabled: boolean
    readonly createdAt: string
    /** Only in the answer that made it. */
    readonly password?: string
  }
}

export interface GroupDocument {
  readonly name: string
  readonly properties: { readonly objectId: string; readonly displayName: string; readonly memberCount: number }
}

export interface MemberDocument {
  readonly name: string
  readonly properties: { readonly objectId: string; readonly name: string; readonly kind: PrincipalKind }
}

export interface ServicePrincipalDocument {
  readonly name: string
  readonly properties: {
    readonly objectId: string
    readonly clientId: string
    readonly displayName: string
    readonly isDisabled: boolean
    readonly hasSecret: boolean
    readonly certificates: readonly { readonly thumbprint?: string; readonly notAfter?: string }[]
    readonly createdAt: string
  }
}

export type PrincipalKind = 'User' | 'ServicePrincipal' | 'Group'

/** `segments` are names from a person. */
export function directoryUrl(type: string, ...segments: readonly string[]): string {
  return `${directoryPath}/${[type, ...segments.map((each) => encodeURIComponent(each))].join('/')}?${directoryVersion}`
}

/** `…/users/ana/resetPassword`. */
export function directoryAction(type: string, name: string, action: string): string {
  return `${directoryPath}/${type}/${encodeURIComponent(name)}/${action}?${directoryVersion}`
}

/** Dates as tables show them. */
export function minutes(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}
