/** `exec` cannot begin; told with what to do. */
export class ExecFailure extends Error {
  override readonly name = 'ExecFailure'
  readonly nextStep: string

  constructor(message: string, nextStep: string) {
    super(message)
    this.nextStep = nextStep
  }
}
