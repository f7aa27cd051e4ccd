/** The installation that stands in for Azure. */
export interface ExecTarget {
  /** `https://localhost:8443`, without a slash at its end. */
  readonly endpoint: string
  /** Other origins of the same installation, which its links may name; they are reached at the endpoint's address. */
  readonly aliases: readonly string[]
  readonly tenantId: string
  /** PEM of the authority that signed for the endpoint; undefined where the machine trusts it already. */
  readonly authority: string | undefined
}
