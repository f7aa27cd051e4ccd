// What `exec` itself has to say beside the command: one line on standard error for each matter, never the same twice, and
// not without end.

export interface Notices {
  /** `about` is what must not be told twice, such as a host. */
  tell(about: string, sentence: string, nextStep: string): void
}

const most = 20

export function createNotices(write: (text: string) => void): Notices {
  const told = new Set<string>()
  return {
    tell(about, sentence, nextStep) {
      if (told.has(about) || told.size >= most) return
      told.add(about)
      write(`carrel exec: ${sentence}\n  next: ${nextStep}\n`)
      if (told.size === most) write('carrel exec: further notices of this run are left out\n')
    },
  }
}
