import { ArmError } from '../../base/errors.ts'

/** How long a node stays that nothing needs, unless somebody says otherwise: as the second SDK of Azure ML has it. */
export const defaultIdleMs = 120_000
const longestMs = 7 * 24 * 60 * 60_000

/** From `PT2M`, `PT1H30M`, `PT120S`, `P1D`. Throws 400. */
export function parseIdleTime(text: string, target: string): number {
  const [, days, hours, minutes, seconds] =
    /^P(?=\d|T\d)(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/.exec(text) ?? []
  const ms =
    (((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000
  const isRead = [days, hours, minutes, seconds].some((part) => part !== undefined)
  if (isRead && ms <= longestMs) return ms
  throw new ArmError(
    400,
    'InvalidRequestContent',
    `${target}: '${text.slice(0, 40)}' is no duration of at most 7 days. Write it as PT2M or PT120S.`,
    { target },
  )
}

export function idleTimeText(ms: number): string {
  return ms % 60_000 === 0 ? `PT${ms / 60_000}M` : `PT${Math.round(ms / 1000)}S`
}
