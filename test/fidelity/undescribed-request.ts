import type { ArmExchange } from '../../src/http/arm-exchange.ts'

/** The kinds of things on an address, without their names: `GET subscriptions/resourceGroups/…/locks`. */
export function undescribedRequest({ method, url }: ArmExchange): string {
  const segments = new URL(url.replace(/^\/+/, '/'), 'https://management.azure.com').pathname.split('/').filter(Boolean)
  const kinds: string[] = []
  for (let index = 0; index < segments.length; index += 2) {
    const [word = '', name] = [segments[index], segments[index + 1]]
    const isProvider = word.toLowerCase() === 'providers'
    kinds.push(isProvider && name !== undefined ? name : word)
  }
  return `${method} ${kinds.join('/').toLowerCase()}`
}
