// What an instance shows of its applications: those of its image that really run, and those that were brought.

import type { FleetSettings } from '../../../../fleet/fleet.ts'
import { appLabel } from '../app-label.ts'
import type { ComputeRecord } from '../lifecycle.ts'
import type { CustomService } from './custom-service-wire.ts'
import { endpointsOf } from './endpoints-of.ts'

/** What there is to say of one that was brought, beside what Azure says: at new api-versions alone. */
interface ShownApplication {
  readonly displayName: string
  readonly endpointUri: string
  readonly state?: 'Running' | 'Starting' | 'Stopped' | 'Failed'
  readonly error?: { readonly code: string; readonly message: string }
}

/** `hasOwn`: with what Azure never had. Without, one that failed is left out, since it does not run. */
export function renderApplications(
  record: ComputeRecord,
  settings: FleetSettings,
  hasOwn: boolean,
): readonly ShownApplication[] {
  const brought = (record.desired.customServices ?? []).flatMap((service) => broughtBy(service, record, settings))
  const shown = hasOwn
    ? brought
    : brought
        .filter(({ state }) => state !== 'Failed')
        .map(({ displayName, endpointUri }) => ({ displayName, endpointUri }))
  return [...ofImage(record, settings), ...shown]
}

/** As it was sent, less what it did not get. */
export function renderCustomServices(services: readonly CustomService[] | undefined) {
  return (services ?? []).map((service) => ({
    ...service,
    ...(service.docker ? { docker: { ...service.docker, privileged: false } } : {}),
    endpoints: (service.endpoints ?? []).map((endpoint) => ({
      ...endpoint,
      published: endpoint.published ?? endpoint.target,
    })),
  }))
}

/** An instance that has not run yet is taken at its image's word: a terminal and Jupyter are in every one of ours. */
function ofImage({ name, observed }: ComputeRecord, settings: FleetSettings): ShownApplication[] {
  const offers = observed?.offers ?? ['lab', 'term']
  const origin = (app: string): string => settings.originOf(appLabel(name, app))
  const known: readonly (readonly [string, ShownApplication])[] = [
    ['lab', { displayName: 'Jupyter', endpointUri: `${origin('lab')}/tree` }],
    ['lab', { displayName: 'Jupyter Lab', endpointUri: `${origin('lab')}/lab` }],
    ['term', { displayName: 'Terminal', endpointUri: `${origin('term')}/` }],
    ['rstudio', { displayName: 'RStudio', endpointUri: `${origin('rstudio')}/` }],
  ]
  return known.filter(([app]) => offers.includes(app)).map(([, application]) => application)
}

function broughtBy(service: CustomService, record: ComputeRecord, settings: FleetSettings): ShownApplication[] {
  const endpoints = endpointsOf(service)
  return endpoints.map(({ published }) => ({
    displayName: endpoints.length === 1 ? service.name : `${service.name} ${published}`,
    endpointUri: `${settings.originOf(appLabel(record.name, String(published)))}/`,
    ...standingOf(service, record),
  }))
}

function standingOf(
  { name }: CustomService,
  { desired, observed }: ComputeRecord,
): Pick<ShownApplication, 'state' | 'error'> {
  if (desired.power === 'stopped' || observed?.phase === 'stopped') return { state: 'Stopped' }
  const seen = observed?.sidecars?.find((each) => each.name === name)
  if (seen?.fault !== undefined) return { state: 'Failed', error: seen.fault }
  return { state: seen?.phase === 'running' && observed?.phase === 'running' ? 'Running' : 'Starting' }
}
