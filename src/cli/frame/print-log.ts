// A log the API gives out in parts, by offset: printed to its end, or followed until whatever writes it has ended.

import { setTimeout as sleep } from 'node:timers/promises'
import { plainText } from '../output/plain-text.ts'
import { lookPatiently } from '../session/look-patiently.ts'
import type { Invocation } from './invocation.ts'

export interface LogPart {
  readonly nextOffset: number
  readonly size: number
  readonly isRunning: boolean
  readonly text: string
}

export const followOption = { flags: '-f, --follow', summary: 'go on until it ends' }

const lookAgainMs = 500

export async function printLog(invocation: Invocation, read: (offset: number) => Promise<LogPart>): Promise<void> {
  let isFollowed = true
  for (let offset = 0; isFollowed; ) {
    const part = await lookPatiently(() => read(offset))
    invocation.terminal.print(plainText(part.text))
    offset = part.nextOffset
    const isMore = part.text !== '' && offset < part.size
    isFollowed = isMore || (part.isRunning && invocation.isOn('follow'))
    if (isFollowed && !isMore) await sleep(lookAgainMs)
  }
}
