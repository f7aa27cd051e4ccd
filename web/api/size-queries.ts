import { queryOptions } from '@tanstack/react-query'
import { arm } from '../paths.ts'
import { apiVersions } from './api-versions.ts'
import type { ArmClient } from './arm-client.ts'

export interface Size {
  readonly name: string
  readonly family: string
  readonly cores: number
  readonly memoryGB: number
  readonly gpus: number
  readonly temporaryDiskGB: number
  /** What this host gives in place of what the name says; absent: all of it. */
  readonly cappedTo: string | undefined
  /** Cores of the family, and of all, that are still free. */
  readonly freeCores: number
  /** Absent: it has no rate. */
  readonly price?: { readonly perHour: number; readonly currency: string }
}

interface WireSize {
  readonly name: string
  readonly family: string
  readonly vCPUs: number
  readonly memoryGB: number
  readonly gpus: number
  /** Of the temporary disk, MiB. */
  readonly maxResourceVolumeMB: number
  readonly cappedTo?: string
  readonly estimatedVMPrices?: {
    readonly billingCurrency: string
    readonly values: readonly { readonly retailPrice: number }[]
  }
}

interface WireUsage {
  readonly name: { readonly value: string }
  readonly currentValue: number
  readonly limit: number
}

/** What most people take, in this order. */
const common = ['STANDARD_D2S_V3', 'STANDARD_DS1_V2', 'STANDARD_D2_V2', 'STANDARD_D4S_V3', 'STANDARD_E4S_V3']

/** Sizes that an instance or a node can have: the common ones, then the smallest first, with what the quota leaves. */
export function sizesQuery(client: ArmClient, subscription: string) {
  return queryOptions({
    queryKey: ['sizes', subscription],
    enabled: subscription !== '',
    queryFn: async (): Promise<readonly Size[]> => {
      const [sizes, usages] = await Promise.all([
        client.list<WireSize>(arm.sizes(subscription), apiVersions.machineLearning),
        client.list<WireUsage>(arm.usages(subscription), apiVersions.machineLearning),
      ])
      const total = freeOf(usages[0])
      return sizes
        .map(({ vCPUs: cores, maxResourceVolumeMB, estimatedVMPrices, ...size }) => {
          const ofFamily = usages.find((usage) => usage.name.value.toLowerCase() === size.family.toLowerCase())
          const { name, family, memoryGB, gpus, cappedTo } = size
          const freeCores = Math.min(total, freeOf(ofFamily))
          const temporaryDiskGB = maxResourceVolumeMB / 1024
          const price = priceIn(estimatedVMPrices)
          return { name, family, cores, memoryGB, gpus, temporaryDiskGB, cappedTo, freeCores, ...price }
        })
        .toSorted((a, b) => rank(a) - rank(b) || a.gpus - b.gpus || a.cores - b.cores || a.memoryGB - b.memoryGB)
    },
  })
}

function priceIn(prices: WireSize['estimatedVMPrices']): Pick<Size, 'price'> {
  const perHour = prices?.values[0]?.retailPrice
  return prices === undefined || perHour === undefined ? {} : { price: { perHour, currency: prices.billingCurrency } }
}

function rank({ name }: Size): number {
  const at = common.indexOf(name.toUpperCase())
  return at === -1 ? common.length : at
}

/** Every word of `find` is in the name, or says of it `4 cores`, `16 GB` or `GPU`. */
export function matches({ name, cores, memoryGB, gpus }: Size, find: string): boolean {
  const words = `${name} ${cores} cores ${memoryGB} gb ${gpus > 0 ? 'gpu gpus' : ''}`.toLowerCase()
  const wanted = find
    .trim()
    .toLowerCase()
    .replaceAll(/(\d+)\s*(cores?|gb)/g, '$1 $2')
  const parts = wanted.match(/\d+ (?:cores?|gb)|\S+/g) ?? []
  return parts.every((part) => (/^\d+ /.test(part) ? ` ${words}`.includes(` ${part}`) : words.includes(part)))
}

function freeOf(usage: WireUsage | undefined): number {
  return usage === undefined ? Number.POSITIVE_INFINITY : Math.max(0, usage.limit - usage.currentValue)
}
