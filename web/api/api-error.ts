// An error as ARM words it, with what the server adds for the person.

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly nextStep: string | undefined
  readonly details: readonly { readonly code: string; readonly message: string; readonly target?: string }[]

  constructor(status: number, body: unknown) {
    const error = errorIn(body)
    super(error.message ?? `The server answered ${status}.`)
    this.name = 'ApiError'
    this.status = status
    this.code = error.code ?? String(status)
    this.nextStep = error.nextStep
    this.details = error.details ?? []
  }
}

interface ErrorBody {
  readonly code?: string
  readonly message?: string
  readonly nextStep?: string
  readonly details?: readonly { readonly code: string; readonly message: string; readonly target?: string }[]
}

function errorIn(body: unknown): ErrorBody {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  return typeof error === 'object' && error !== null ? (error as ErrorBody) : {}
}
