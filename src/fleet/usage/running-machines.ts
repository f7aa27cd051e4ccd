// Which machines run, as the sweep for drift sees it every few seconds, kept as spans of time. Written when one is first
// seen, once a minute, and when it is seen no more; so a server that is killed loses a minute of a machine that ended with it.

import type { RunningSpan } from '../../store/running-spans.ts'

const writeEveryMs = 60_000

/** A boot of a node that runs. */
export type SeenMachine = Pick<RunningSpan, 'fleetKey' | 'fleetId' | 'nodeKey' | 'bootId'>

interface OpenSpan {
  span: RunningSpan
  writtenTo: number
}

interface Ledger {
  /** Of what has machines; undefined: there is none any more. */
  sizeOf(fleetKey: string): Promise<string | undefined>
  write(spans: readonly RunningSpan[]): Promise<void>
}

export class RunningMachines {
  readonly #open = new Map<string, OpenSpan>()
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** All that run at this moment, and no others. */
  async saw(machines: readonly SeenMachine[], at: number): Promise<void> {
    const ended = new Map(this.#open)
    for (const machine of machines) {
      const key = `${machine.nodeKey} ${machine.bootId}`
      ended.delete(key)
      const open = this.#open.get(key)
      if (open === undefined) await this.#begin(key, machine, at)
      else open.span = { ...open.span, to: at }
    }
    const due = [...this.#open]
      .filter(([key, { span, writtenTo }]) => span.to - writtenTo >= (ended.has(key) ? 1 : writeEveryMs))
      .map(([, open]) => open)
    await this.#write(due)
    for (const key of ended.keys()) this.#open.delete(key)
  }

  async #begin(key: string, machine: SeenMachine, at: number): Promise<void> {
    const size = await this.#ledger.sizeOf(machine.fleetKey)
    if (size === undefined) return
    // A span that is not written yet has been written to a moment long ago.
    this.#open.set(key, { span: { ...machine, size, from: at, to: at }, writtenTo: 0 })
  }

  async #write(due: readonly OpenSpan[]): Promise<void> {
    if (due.length === 0) return
    await this.#ledger.write(due.map(({ span }) => span))
    for (const open of due) open.writtenTo = open.span.to
  }
}
