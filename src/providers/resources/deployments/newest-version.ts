import { keyOf } from '../../../arm/resource-id.ts'
import type { ArmDoor } from './services.ts'

/** Of a type; an unknown one is refused by the door itself, whatever version is named. */
export function newestVersionOf(type: string, door: ArmDoor): string {
  return (
    door
      .types()
      .find((each) => keyOf(each.type) === keyOf(type))
      ?.apiVersions.at(-1) ?? '2025-04-01'
  )
}
