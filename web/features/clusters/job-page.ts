/** The page of a job by its id; undefined: there is none. */
export function jobPage(_id: string): string | undefined {
  return undefined
}
