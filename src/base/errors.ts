// The two expected kinds of failure. Anything else that is thrown is a bug: 500, logged with its cause.

/** One fault in ARM's error shape; `details` carries every fault found when there is more than one. */
export interface ErrorDetail {
  readonly code: string
  readonly message: string
  readonly target?: string
  readonly details?: readonly ErrorDetail[]
  readonly additionalInfo?: readonly { readonly type: string; readonly info: unknown }[]
}

export interface ArmErrorOptions {
  readonly target?: string
  readonly details?: readonly ErrorDetail[]
  readonly additionalInfo?: ErrorDetail['additionalInfo']
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** Something the caller can mend. Rendered in one place, `http/app.ts`. */
export class ArmError extends Error {
  override readonly name = 'ArmError'
  readonly status: number
  readonly code: string
  readonly detail: ErrorDetail
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, options: ArmErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.status = status
    this.code = code
    this.headers = options.headers ?? {}
    this.detail = {
      code,
      message,
      ...(options.target === undefined ? {} : { target: options.target }),
      ...(options.details === undefined ? {} : { details: options.details }),
      ...(options.additionalInfo === undefined ? {} : { additionalInfo: options.additionalInfo }),
    }
  }
}

/** A reconcile's "this can never work": the operation fails now and nothing is retried until desired changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError'
  readonly code: string
  /** What the reader can do about it, as a sentence. */
  readonly nextStep: string | undefined

  constructor(code: string, message: string, options: { nextStep?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.nextStep = options.nextStep
  }
}
