import { ArmError, type ErrorDetail } from '../base/errors.ts'

const most = 20

/** Collects what is wrong with a definition, to say it all at once. */
export class RuleFaults {
  readonly #faults: ErrorDetail[] = []

  add(target: string, message: string): void {
    if (this.#faults.length < most) {
      this.#faults.push({ code: 'InvalidPolicyRule', target: `properties.${target}`, message: `${target}: ${message}` })
    }
  }

  /** @throws ArmError 400. */
  throwIfAny(): void {
    const [first] = this.#faults
    if (first === undefined) return
    throw new ArmError(400, first.code, first.message, { target: first.target ?? '', details: this.#faults })
  }
}
