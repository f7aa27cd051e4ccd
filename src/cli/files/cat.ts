import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import { printContent } from './print-content.ts'

export const catFile: ApiCommand = {
  usage: 'cat <path>',
  summary: 'Write a file, or a range of its bytes, to standard output',
  examples: ['carrel files cat Users/ana/log.txt', 'carrel files cat big.bin --range 0-1023'],
  options: [{ flags: '--range <first-last>', summary: 'bytes, as 0-1023, 4096- or -100 for the last 100' }],
  async run(invocation) {
    const range = invocation.option('range')
    if (range !== undefined && !isRange(range))
      throw new CliFailure(`${range} is no range.`, 'say it as 0-1023, 4096- or -100', exitCodes.badUsage)
    await printContent(await invocation.session(), invocation.argument('path'), range)
  },
}

/** One that ends before it begins the API would pass over, and answer with all there is. */
function isRange(text: string): boolean {
  const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(text) ?? []
  return first === '' ? last !== '' : last === '' || Number(first) <= Number(last)
}
