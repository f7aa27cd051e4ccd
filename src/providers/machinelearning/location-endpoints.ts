// What a location offers and what is used of it: sizes, usages, quotas and their change (CI-12, CI-23).

import type { Endpoint, EndpointRequest } from '../../arm/endpoint.ts'
import { requireLocation } from '../../arm/locations.ts'
import { ArmError } from '../../base/errors.ts'
import { cappedLimits } from '../../fleet/capped-limits.ts'
import type { FleetSettings } from '../../fleet/fleet.ts'
import { lowPriorityFamily, lowPriorityLedger } from '../../fleet/low-priority.ts'
import { type Size, sizes } from '../../fleet/sizes.ts'
import { defaultQuotaCores, totalFamily } from '../../store/default-quota.ts'
import { updateQuotas } from './update-quotas.ts'

const namespace = 'Microsoft.MachineLearningServices'
const apiVersions = [
  '2018-11-19',
  '2020-02-02',
  '2020-03-01',
  '2021-03-01-preview',
  '2021-07-01',
  '2022-10-01',
  '2024-10-01',
]
/** The total first: it is what most people run into. */
const countedFamilies = [totalFamily, ...new Set(sizes.map((size) => size.family)), lowPriorityFamily]

export function locationEndpoints(settings: FleetSettings): Endpoint[] {
  const get = (name: string, action: string, answer: (request: EndpointRequest) => Promise<unknown>): Endpoint => ({
    method: 'GET',
    kind: 'collection',
    home: 'subscription',
    type: `${namespace}/locations/${name}`,
    apiVersions,
    action: `${namespace}/locations/${action}/read`,
    handle: async (request) => {
      requireLocation(locationOf(request), `${namespace}/locations/${name}`)
      return { status: 200, body: await answer(request) }
    },
  })
  return [
    get('vmSizes', 'vmSizes', async ({ apiVersion }) => sizeList(settings, apiVersion)),
    get('usages', 'usages', async (request) => ({ value: await usages(request, settings) })),
    get('quotas', 'quotas', async (request) => ({ value: await quotas(request, settings) })),
    quotaUpdate(settings),
  ]
}

function quotaUpdate({ engine }: FleetSettings): Endpoint {
  const type = `${namespace}/locations/updateQuotas`
  return {
    method: 'POST',
    kind: 'collection',
    home: 'subscription',
    type,
    apiVersions,
    action: `${type}/action`,
    async handle(request) {
      requireLocation(locationOf(request), type)
      const settings = { engine, families: countedFamilies, type: `${namespace}/quotas` }
      return { status: 200, body: await updateQuotas(request, settings) }
    },
  }
}

/** The api-version from which Carrel's own members are shown. */
const ownSince = '2024-10-01'

/** Before 2021-03 the list was called `amlCompute`, and a size said less of itself (CI-C3). */
function sizeList(settings: FleetSettings, apiVersion: string) {
  const offered = sizes.filter((size) => size.gpus === 0 || settings.host.hasGpu)
  return apiVersion < '2021-03-01'
    ? { amlCompute: offered.map((size) => oldSizeDocument(size, settings)) }
    : { value: offered.map((size) => sizeDocument(size, { settings, hasOwn: apiVersion >= ownSince })) }
}

/** `hasOwn`: what Azure never had is told too. */
function sizeDocument(size: Size, { settings, hasOwn }: { settings: FleetSettings; hasOwn: boolean }) {
  const note = hasOwn ? cappedLimits(size, settings.host).note : undefined
  return {
    ...oldSizeDocument(size, settings),
    supportedComputeTypes: ['AmlCompute', 'ComputeInstance'],
    ...(note === undefined ? {} : { cappedTo: note }),
    ...prices(size, settings),
  }
}

/** In Azure's words; without a rate of its own a size has none. */
function prices({ name }: Size, { rates }: FleetSettings) {
  const retailPrice = rates?.perHour.get(name)
  if (rates === undefined || retailPrice === undefined) return {}
  const values = [{ retailPrice, osType: 'Linux', vmTier: 'Standard' }]
  return { estimatedVMPrices: { billingCurrency: rates.currency, unitOfMeasure: 'OneHour', values } }
}

function oldSizeDocument(size: Size, { host }: FleetSettings) {
  return {
    name: size.name,
    family: size.family,
    vCPUs: size.cores,
    gpus: size.gpus,
    osVhdSizeMB: (cappedLimits(size, host).limits.osDiskBytes ?? 0) / 1024 ** 2,
    maxResourceVolumeMB: size.temporaryDiskMiB,
    memoryGB: size.memoryGiB,
    lowPriorityCapable: true,
    premiumIO: /S_V|S\d+_V|DS/.test(size.name),
  }
}

async function usages(request: EndpointRequest, settings: FleetSettings) {
  const used = new Map((await request.store.usage(settings.engine)).map((usage) => [usage.family, usage]))
  const low = (await request.store.usage(lowPriorityLedger(settings.engine))).find(isTotal)
  if (low) used.set(lowPriorityFamily, low)
  return Promise.all(
    countedFamilies.map(async (family) => {
      const { cores = 0, limit = defaultQuotaCores } = used.get(family) ?? {}
      const document = usageDocument(request, { family, cores, limit })
      const isTold = request.apiVersion >= ownSince && family !== totalFamily && cores > 0
      return isTold ? { ...document, holders: await visibleHolders(request, settings.engine, family) } : document
    }),
  )
}

/** Who holds the cores, as far as the caller may know of them; most first. */
async function visibleHolders({ store, can }: EndpointRequest, engine: string, family: string) {
  const holders = await store.holders(engine, family)
  return holders.filter(({ id }) => can(readerOf(id), id))
}

/** Clusters of Batch AI hold cores too. */
function readerOf(id: string): string {
  return /\/providers\/Microsoft\.BatchAI\//i.test(id)
    ? 'Microsoft.BatchAI/workspaces/clusters/read'
    : `${namespace}/workspaces/computes/read`
}

async function quotas({ store, address }: EndpointRequest, settings: FleetSettings) {
  const limits = new Map((await store.quotaLimits(settings.engine)).map(({ family, limit }) => [family, limit]))
  const low = (await store.quotaLimits(lowPriorityLedger(settings.engine))).find(isTotal)
  if (low) limits.set(lowPriorityFamily, low.limit)
  return countedFamilies.map((family) => ({
    id: `${address.parentId}/quotas/${family}`,
    type: `${namespace}/quotas`,
    name: { value: family, localizedValue: nameOf(family) },
    limit: limits.get(family) ?? defaultQuotaCores,
    unit: 'Count',
  }))
}

function usageDocument({ address }: EndpointRequest, usage: { family: string; cores: number; limit: number }) {
  return {
    id: `${address.parentId}/usages/${usage.family}`,
    type: `${namespace}/usages`,
    unit: 'Count',
    currentValue: usage.cores,
    limit: usage.limit,
    name: { value: usage.family, localizedValue: nameOf(usage.family) },
  }
}

function nameOf(family: string): string {
  if (family === lowPriorityFamily) return 'Total low priority cores'
  return family === totalFamily ? 'Total dedicated cores' : family
}

function isTotal({ family }: { readonly family: string }): boolean {
  return family === totalFamily
}

function locationOf({ address }: EndpointRequest): string {
  const name = address.parentId.split('/').at(-1)
  if (name === undefined) throw new ArmError(400, 'LocationRequired', 'The path names no location.')
  return name
}
