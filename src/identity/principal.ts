/** Who makes a request, as its token proves. */
export interface Principal {
  readonly objectId: string
  /** User name, or a service principal's display name. */
  readonly name: string
  readonly kind: 'User' | 'ServicePrincipal'
  readonly tenantId: string
  /** The client the token was issued to. */
  readonly appId: string
  /** Epoch milliseconds. */
  readonly issuedAt: number
}
