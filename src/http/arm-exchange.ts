/** A request at the ARM surface and its answer, as they went over the wire; without what proves who asked. */
export interface ArmExchange {
  readonly method: string
  /** With the query, without scheme and host. */
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly requestBody: string
  readonly status: number
  readonly responseHeaders: Readonly<Record<string, unknown>>
  readonly responseBody: string
}
