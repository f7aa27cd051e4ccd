// One line per stage: moving on a terminal, elsewhere a sign of life now and then and the outcome at the end.

import { countsOf, hasFailed, type StageResult } from './stage-result.ts'
import type { StageOptions } from './stages.ts'

const signOfLifeMs = 30_000

export async function withStageLine(
  name: string,
  run: (progress: StageOptions['progress']) => Promise<StageResult>,
): Promise<StageResult> {
  const output = process.stdout
  const started = performance.now()
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`.padStart(8)
  let latest = ''
  const draw = () => {
    const line = `  ${name.padEnd(9)}${seconds()}  ${latest}`
    output.write(output.isTTY ? `\r\x1b[2K${line.slice(0, (output.columns || 80) - 1)}` : `${line}\n`)
  }
  const timer = setInterval(draw, output.isTTY ? 200 : signOfLifeMs)
  try {
    const result = await run((text) => {
      latest = text
    })
    const mark = hasFailed([result]) ? '✗' : '✓'
    output.write(`${output.isTTY ? '\r\x1b[2K' : ''}${mark} ${name.padEnd(9)}${seconds()}  ${countsOf([result])}\n`)
    return result
  } finally {
    clearInterval(timer)
  }
}
