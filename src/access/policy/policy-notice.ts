import type { ErrorDetail } from '../../base/errors.ts'
import type { AssignedPolicy } from './find-policies.ts'
import { titleOf } from './policy-titles.ts'

const most = 10

/** For the activity log: what was noticed or refused, by which policies. */
export function noticeOf(code: string, policies: readonly AssignedPolicy[]): ErrorDetail {
  const names = policies.slice(0, most).map(({ assignment, definition }) => {
    return `'${titleOf(definition.desired, definition.name)}' (${assignment.id})`
  })
  return { code, message: `${code === 'PolicyAudit' ? 'Not compliant with' : 'Refused by'} ${names.join(', ')}.` }
}
