import { jobKeyOf, pages } from '../../paths.ts'

/** The page of a job by its id. */
export function jobPage(id: string): string {
  return pages.job(jobKeyOf(id))
}
