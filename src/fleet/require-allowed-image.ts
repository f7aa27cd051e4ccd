import { ArmError } from '../base/errors.ts'
import { isAllowedImage, partsOf } from '../base/image-reference.ts'

/** Of whatever is run from an image that somebody names. Throws 400 with the setting that would allow it. */
export function requireAllowedImage(reference: string, allowed: readonly string[], target: string): void {
  if (isAllowedImage(reference, allowed)) return
  const [registry] = partsOf(reference)
  throw new ArmError(
    400,
    'ImageNotAllowed',
    `Images of '${registry}' are not allowed here. Allowed are: ${allowed.join(', ') || 'none'}. Whoever runs this installation allows more with "carrel up --allow-images ${registry}" (allowedImages in its config.json).`,
    { target },
  )
}
