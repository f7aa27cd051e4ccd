// What the node's GPUs are doing, as NVIDIA's own program says. It can take seconds, so an answer is of a little while ago
// and the next is asked for meanwhile; nobody asks where there is none.

import { execFile } from 'node:child_process'

const program = 'nvidia-smi'
const question = ['--query-gpu=utilization.gpu,memory.used,memory.total', '--format=csv,noheader,nounits']
const freshMs = 10_000
const patienceMs = 20_000

export interface Gpu {
  readonly percent: number
  readonly memoryMiB: number
  readonly memoryCapacityMiB: number
}

export class Gpus {
  #last: readonly Gpu[] = []
  #askedAt = 0
  #isAsking = false

  /** Empty: there are none, or nothing has been heard of them yet. */
  read(now = Date.now()): readonly Gpu[] {
    if (!this.#isAsking && now - this.#askedAt >= freshMs) this.#ask(now)
    return this.#last
  }

  #ask(now: number): void {
    this.#isAsking = true
    this.#askedAt = now
    execFile(program, question, { timeout: patienceMs }, (error, output) => {
      this.#isAsking = false
      this.#last = error === null ? parseGpus(output) : []
    })
  }
}

/** A line for each, such as `37, 1024, 81559`; one that says nothing of its use is left out. */
export function parseGpus(output: string): Gpu[] {
  return output.split('\n').flatMap((line) => {
    const [percent, memoryMiB, memoryCapacityMiB] = line.split(',').map((part) => Number.parseInt(part, 10))
    const isKnown = [percent, memoryMiB, memoryCapacityMiB].every(Number.isFinite)
    return isKnown ? [{ percent, memoryMiB, memoryCapacityMiB } as Gpu] : []
  })
}
