// Whether what somebody wrote has the shape of a job: members that the API knows, of the kinds it takes. What they mean is
// judged elsewhere (`job-faults.ts`). Pure.

import type { JobProperties } from './job-properties.ts'

/** A place in what was written, from the outside inwards. */
export type Path = readonly (string | number)[]

export interface Fault {
  readonly path: Path
  /** An English sentence with places for `values`, to be translated. */
  readonly sentence: string
  readonly values?: Readonly<Record<string, string | number>>
}

type Shape =
  | 'text'
  | 'number'
  | 'any'
  | { readonly each: Shape }
  | { readonly members: Readonly<Record<string, Shape>> }

const variables: Shape = { each: { members: { name: 'text', value: 'text' } } }
const command: Shape = { members: { commandLine: 'text' } }
const started: Shape = { members: { commandLine: 'text', processCount: 'number' } }

const job: Shape = {
  members: {
    schedulingPriority: 'text',
    cluster: { members: { id: 'text' } },
    nodeCount: 'number',
    customToolkitSettings: command,
    customMpiSettings: started,
    horovodSettings: {
      members: {
        pythonScriptFilePath: 'text',
        pythonInterpreterPath: 'text',
        commandLineArgs: 'text',
        processCount: 'number',
      },
    },
    containerSettings: {
      members: {
        imageSourceRegistry: {
          members: {
            image: 'text',
            serverUrl: 'text',
            credentials: { members: { username: 'text', password: 'text' } },
          },
        },
        shmSize: 'text',
      },
    },
    jobPreparation: command,
    stdOutErrPathPrefix: 'text',
    inputDirectories: { each: { members: { id: 'text', path: 'text' } } },
    outputDirectories: { each: { members: { id: 'text', pathPrefix: 'text', pathSuffix: 'text' } } },
    environmentVariables: variables,
    secrets: variables,
    mountVolumes: {
      members: {
        fileServers: {
          each: {
            members: {
              fileServer: { members: { id: 'text' } },
              relativeMountPath: 'text',
              sourceDirectory: 'text',
              mountOptions: 'text',
            },
          },
        },
        azureFileShares: 'any',
        azureBlobFileSystems: 'any',
        unmanagedFileSystems: 'any',
      },
    },
    constraints: { members: { maxWallClockTime: 'text' } },
  },
}

/** `value`: of a file as `az batchai job create` takes it, `{ properties: … }`. */
export function readShape(value: unknown): { readonly properties: JobProperties; readonly faults: readonly Fault[] } {
  const faults = faultsIn(value, { members: { properties: job } }, [])
  const properties = isObject(value) && isObject(value['properties']) ? value['properties'] : {}
  if (isObject(value) && !('properties' in value)) faults.push({ path: [], sentence: 'Write it as { properties: … }.' })
  return { properties: withoutNulls(properties), faults }
}

function faultsIn(value: unknown, shape: Shape, path: Path): Fault[] {
  if (shape === 'any' || value === null || value === undefined) return []
  const member = String(path.findLast((part) => typeof part === 'string') ?? 'properties')
  if (shape === 'text')
    return typeof value === 'string' ? [] : [{ path, sentence: '{{member}} has to be text.', values: { member } }]
  if (shape === 'number')
    return typeof value === 'number' ? [] : [{ path, sentence: '{{member}} has to be a number.', values: { member } }]
  if ('each' in shape) {
    if (!Array.isArray(value)) return [{ path, sentence: '{{member}} has to be a list.', values: { member } }]
    return value.flatMap((each, index) => faultsIn(each, shape.each, [...path, index]))
  }
  if (!isObject(value)) return [{ path, sentence: '{{member}} has to be an object.', values: { member } }]
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined
    if (known !== undefined) return faultsIn(inner, known, [...path, name])
    return [{ path: [...path, name], sentence: '{{member}} is not known here.', values: { member: name } }]
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Null is as good as not there. */
function withoutNulls(value: Readonly<Record<string, unknown>>): JobProperties {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null))
}
