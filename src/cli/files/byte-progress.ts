import { createProgress } from '../frame/progress.ts'
import type { Terminal } from '../frame/terminal.ts'

export interface ByteProgress extends Disposable {
  /** How far a file is. */
  at(done: number): void
  end(sentence: string): void
}

/** A line that runs on a terminal; elsewhere one for each tenth. */
export function byteProgress(
  terminal: Terminal,
  name: string,
  { doing, total }: { doing: string; total: number },
): ByteProgress {
  const progress = createProgress(terminal)
  const step = terminal.liveWidth === undefined ? 10 : 1
  return {
    at(done) {
      const percent = total === 0 ? 100 : Math.floor((done / total) * (100 / step)) * step
      progress.step(name, `${doing}, ${percent} % of ${sizeText(total)}`)
    },
    end: (sentence) => progress.end(name, sentence),
    [Symbol.dispose]: () => progress[Symbol.dispose](),
  }
}

/** `12.3 MiB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let [value, unit] = [bytes, 0]
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}
