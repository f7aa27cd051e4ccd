// Whether applications can stand beside each other in one instance. Pure; every fault at once.

import { ArmError, type ErrorDetail } from '../../../../base/errors.ts'
import { requireAllowedImage } from '../../../../fleet/require-allowed-image.ts'
import type { CustomService } from './custom-service-wire.ts'
import { endpointsOf } from './endpoints-of.ts'

/** What listens in every instance already. */
const ownPorts: Readonly<Record<number, string>> = {
  22: 'SSH',
  7070: "Carrel's own program",
  8786: 'RStudio of the image',
  8888: 'Jupyter',
}
/** By which people open what every instance has. */
const ownNames = ['jupyter', 'terminal', 'lab', 'term']
/** What an instance has storage at. */
const storage = ['/home/azureuser', '/mnt']
/** Of a container, where Docker puts what is its own, and what would hide the image's own programs. */
const keptTargets = ['/', '/proc', '/sys', '/dev', '/etc', '/bin', '/sbin', '/lib', '/lib64', '/usr']

/** `path` is where the list stands in the body. Throws ArmError 400. */
export function acceptCustomServices(
  services: readonly CustomService[],
  path: string,
  allowedImages: readonly string[],
): readonly CustomService[] {
  for (const [index, { image }] of services.entries())
    requireAllowedImage(image.reference, allowedImages, `${path}[${index}].image.reference`)
  const faults = [
    ...repeated(
      services.map(({ name }, index) => [name.toLowerCase(), `${path}[${index}].name`]),
      'name',
    ),
    ...services
      .map(({ name }, index) => ({ name, target: `${path}[${index}].name` }))
      .filter(({ name }) => ownNames.includes(name.toLowerCase()))
      .map(({ name, target }) => fault(target, `'${name}' is what every instance has. Choose another name.`)),
    ...portFaults(services, path),
    ...services.flatMap((service, index) => volumeFaults(service, `${path}[${index}].volumes`)),
  ]
  const [first] = faults
  if (first === undefined) return services
  const options = { ...(first.target === undefined ? {} : { target: first.target }) }
  throw new ArmError(400, first.code, first.message, faults.length === 1 ? options : { ...options, details: faults })
}

type Placed = readonly [value: string, target: string]

function repeated(values: readonly Placed[], what: string): ErrorDetail[] {
  return values
    .filter(([value], index) => values.findIndex(([other]) => other === value) < index)
    .map(([value, target]) => fault(target, `The ${what} '${value}' is another application's. Choose another.`))
}

function portFaults(services: readonly CustomService[], path: string): ErrorDetail[] {
  const all = services.flatMap((service, index) =>
    endpointsOf(service).map((endpoint, at) => ({ ...endpoint, target_: `${path}[${index}].endpoints[${at}]` })),
  )
  return [
    ...repeated(
      all.map(({ published, target_ }) => [String(published), `${target_}.published`]),
      'published port',
    ),
    ...repeated(
      all.map(({ target, target_ }) => [String(target), `${target_}.target`]),
      'target port',
    ),
    ...all.flatMap(({ target, target_ }) => {
      const owner = ownPorts[target]
      if (owner === undefined) return []
      const message = `Port ${target} of an instance is ${owner}'s. Let the application listen at another.`
      return [fault(`${target_}.target`, message)]
    }),
  ]
}

function volumeFaults({ volumes }: CustomService, path: string): ErrorDetail[] {
  const all = volumes ?? []
  return [
    ...repeated(
      all.map(({ target }, index) => [oneSpelling(target), `${path}[${index}].target`]),
      'path in the container',
    ),
    ...all.flatMap(({ type, source, target }, index) => {
      const faults: ErrorDetail[] = []
      if (keptTargets.includes(oneSpelling(target)))
        faults.push(fault(`${path}[${index}].target`, `Nothing can be mounted at ${target} of a container.`))
      if (type !== 'tmpfs' && !storage.some((folder) => isAtOrBelow(source ?? '', folder)))
        faults.push(
          fault(
            `${path}[${index}].source`,
            `'${source}' is not the instance's: mount what lies below ${storage.join(' or ')}, such as ~/cloudfiles/code.`,
          ),
        )
      return faults
    }),
  ]
}

/** As many slashes as there are names. */
function oneSpelling(path: string): string {
  return `/${path
    .split('/')
    .filter((name) => name !== '')
    .join('/')}`
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function fault(target: string, message: string): ErrorDetail {
  return { code: 'InvalidCustomService', message, target }
}
