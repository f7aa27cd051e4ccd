// Locations are engines (design §2): `local` and every public region name mean the default engine, so that templates
// which say `eastus` run here.

import { ArmError, type ErrorDetail } from '../base/errors.ts'

export interface Location {
  readonly name: string
  readonly displayName: string
}

const regions = [
  'Australia Central',
  'Australia Central 2',
  'Australia East',
  'Australia Southeast',
  'Austria East',
  'Belgium Central',
  'Brazil South',
  'Brazil Southeast',
  'Canada Central',
  'Canada East',
  'Central India',
  'Central US',
  'Chile Central',
  'East Asia',
  'East US',
  'East US 2',
  'France Central',
  'France South',
  'Germany North',
  'Germany West Central',
  'Indonesia Central',
  'Israel Central',
  'Italy North',
  'Japan East',
  'Japan West',
  'Jio India Central',
  'Jio India West',
  'Korea Central',
  'Korea South',
  'Malaysia West',
  'Mexico Central',
  'New Zealand North',
  'North Central US',
  'North Europe',
  'Norway East',
  'Norway West',
  'Poland Central',
  'Qatar Central',
  'South Africa North',
  'South Africa West',
  'South Central US',
  'South India',
  'Southeast Asia',
  'Spain Central',
  'Sweden Central',
  'Sweden South',
  'Switzerland North',
  'Switzerland West',
  'UAE Central',
  'UAE North',
  'UK South',
  'UK West',
  'West Central US',
  'West Europe',
  'West India',
  'West US',
  'West US 2',
  'West US 3',
]

export const locations: readonly Location[] = [
  { name: 'local', displayName: 'Local' },
  ...regions.map((displayName) => ({ name: normal(displayName), displayName })),
]

const names = new Set(locations.map((location) => location.name))

/** `East US` and `eastus` are one place. Throws 400 with ARM's code for one that does not exist. */
export function requireLocation(asked: string | null | undefined, type: string): string {
  if (asked === null || asked === undefined || asked === '') {
    throw new ArmError(400, 'LocationRequired', 'The location property is required for this definition.', {
      target: 'location',
    })
  }
  const name = normal(asked)
  if (names.has(name)) return name
  throw new ArmError(
    400,
    'LocationNotAvailableForResourceType',
    `The location '${asked.slice(0, 60)}' is not available for '${type}'. Use 'local', or any public region name.`,
    {
      target: 'location',
    },
  )
}

/** Of one that stands in `before` and should now stand in `next`; undefined: it stays. `what` as in "the cluster". */
export function moveFault(what: string, before: string, next: string): ErrorDetail | undefined {
  if (before === next) return undefined
  const message = `The ${what} is in '${before}' and cannot be moved to '${next}'.`
  return { code: 'InvalidResourceLocation', target: 'location', message }
}

function normal(text: string): string {
  return text.toLowerCase().replaceAll(/[\s-]/g, '')
}
