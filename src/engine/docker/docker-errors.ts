// Docker's answers, by status code.

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

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | undefined)?.statusCode
}
