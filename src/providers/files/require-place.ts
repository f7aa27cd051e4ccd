import { ArmError } from '../../base/errors.ts'

const inWorkspace =
  /\/providers\/Microsoft\.MachineLearningServices\/workspaces\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/i

/** Throws 400 unless the address is one for a datastore. Its name becomes that of a folder in instances. */
export function requirePlace(id: string, name: string): void {
  if (!inWorkspace.test(id)) throw new ArmError(400, 'InvalidDatastoreScope', 'A datastore stands below a workspace.')
  if (/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name)) return
  throw new ArmError(
    400,
    'InvalidDatastoreName',
    `The datastore name '${name.slice(0, 80)}' must have 1 to 63 lower-case letters, digits, '-' or '_', and begin with a letter or digit.`,
    { target: 'name' },
  )
}
