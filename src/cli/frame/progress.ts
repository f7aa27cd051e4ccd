// How a change that takes a while is shown: one line that is rewritten on a terminal, a line per step elsewhere. Several
// changes at once share the line.

import type { Terminal } from './terminal.ts'

export interface Progress extends Disposable {
  /** What the change of this name does now; the same again is not told twice. */
  step(name: string, doing: string): void
  /** It is over; the sentence stays on the screen. */
  end(name: string, sentence: string): void
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMs = 100

export function createProgress(terminal: Terminal): Progress {
  const doing = new Map<string, string>()
  const width = terminal.liveWidth
  return width === undefined ? plainProgress(terminal, doing) : liveProgress(terminal, doing, width)
}

function plainProgress(terminal: Terminal, doing: Map<string, string>): Progress {
  return {
    step(name, what) {
      if (doing.get(name) !== what) terminal.note(`${name}: ${what}\n`)
      doing.set(name, what)
    },
    end: (_name, sentence) => terminal.note(`${sentence}\n`),
    [Symbol.dispose]: () => undefined,
  }
}

function liveProgress(terminal: Terminal, doing: Map<string, string>, width: number): Progress {
  const started = performance.now()
  let frame = 0
  const clear = () => terminal.note('\r\u001b[2K')
  const draw = () => {
    if (doing.size === 0) return
    const seconds = Math.floor((performance.now() - started) / 1000)
    const line = `${frames[frame++ % frames.length]} ${[...doing].map((each) => each.join(': ')).join('  ')}  ${seconds} s`
    terminal.note(`\r\u001b[2K${line.slice(0, width - 1)}`)
  }
  const timer = setInterval(draw, frameMs)
  return {
    step(name, what) {
      doing.set(name, what)
      draw()
    },
    end(name, sentence) {
      doing.delete(name)
      clear()
      terminal.note(`${sentence}\n`)
      draw()
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      clear()
    },
  }
}
