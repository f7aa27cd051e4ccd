import { ArmError } from '../base/errors.ts'

/** 403 because of an action at a scope, which those who record refusals want to know by themselves. */
export class AuthorizationRefusal extends ArmError {
  readonly action: string

  constructor(action: string, message: string) {
    super(403, 'AuthorizationFailed', message)
    this.action = action
  }
}
