import { ArmError } from '../../../base/errors.ts'

/** Throws ArmError 400 for two paths that are the same, or of which one lies in the other. */
export function requireApart(paths: readonly string[], target: string): void {
  const clash = paths.find((path, index) =>
    paths.some((other, at) => at !== index && (`${other}/`.startsWith(`${path}/`) || other === path)),
  )
  if (clash === undefined) return
  throw new ArmError(400, 'InvalidMountPath', `Two volumes are mounted at '${clash}', or one inside the other.`, {
    target,
  })
}
