import { isImagePrefix } from '../base/image-reference.ts'
import type { UpOptions } from './options.ts'
import { StepFailure } from './step-failure.ts'

/** What the options of `up` say about images that may be named: the usual again; undefined: as it was. */
export function allowedImagesFrom({ allowImages }: Pick<UpOptions, 'allowImages'>): readonly string[] | undefined {
  if (allowImages === undefined) return undefined
  const asked = allowImages || ['default']
  const wrong = asked.find((text) => text !== 'default' && !isImagePrefix(text))
  if (wrong === undefined) return asked
  throw new StepFailure(
    `'${wrong}' names no registry`,
    'write a registry, with the beginning of a path or not: registry.example.org:5000/team, *.azurecr.io; "default" for the usual ones, * for all',
  )
}
