// Docker's answers, by status code, and the want of one.

export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404
}

export function isConflict(error: unknown): boolean {
  return statusOf(error) === 409
}

/** Asked for what is already so. */
export function isUnchanged(error: unknown): boolean {
  return statusOf(error) === 304
}

/** Nobody was there, or the connection broke off: nothing is known of what was asked, and Docker has judged nothing. */
export function isUnanswered(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException
  return (
    code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE' || (code === 'ENOENT' && syscall === 'connect')
  )
}

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | undefined)?.statusCode
}
