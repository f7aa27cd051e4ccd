import type { AppRoute } from '../../../../fleet/fleet.ts'
import { appLabel } from '../app-label.ts'
import type { ComputeRecord } from '../lifecycle.ts'
import type { CustomService } from './custom-service-wire.ts'
import { endpointsOf } from './endpoints-of.ts'

/** What an image of ours may bring: each is a channel of the node by the same name. */
const imageApps = ['lab', 'term', 'rstudio']

/** Where the origins of an instance lead: to what its image brings, and to the ports its applications listen at. */
export function appRoutes(instance: string, services: readonly CustomService[] | undefined): AppRoute[] {
  const endpoints = (services ?? []).flatMap(endpointsOf)
  return [
    ...imageApps.map((app) => ({ label: appLabel(instance, app), channel: app })),
    ...endpoints.map(({ target, published }) => ({
      label: appLabel(instance, String(published)),
      channel: `port:${target}`,
    })),
  ]
}

/** Of those, the labels of what is there to be opened. */
export function openLabels({ name, desired, observed }: ComputeRecord): string[] {
  const offers = observed?.offers ?? ['lab', 'term']
  return appRoutes(name, desired.customServices)
    .filter(({ channel }) => channel.startsWith('port:') || offers.includes(channel))
    .map(({ label }) => label)
}
