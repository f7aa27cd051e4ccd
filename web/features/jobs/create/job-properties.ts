// What is sent of a new job, member for member as the API has it: a form and a text are two ways to write the same.

export interface JobProperties {
  readonly cluster?: { readonly id: string }
  readonly nodeCount?: number
  readonly schedulingPriority?: string
  readonly customToolkitSettings?: { readonly commandLine: string }
  readonly customMpiSettings?: { readonly commandLine: string; readonly processCount?: number }
  readonly horovodSettings?: HorovodSettings
  readonly containerSettings?: { readonly imageSourceRegistry: Registry; readonly shmSize?: string }
  readonly jobPreparation?: { readonly commandLine: string }
  readonly stdOutErrPathPrefix?: string
  readonly inputDirectories?: readonly InputDirectory[]
  readonly outputDirectories?: readonly OutputDirectory[]
  readonly environmentVariables?: readonly Variable[]
  readonly secrets?: readonly Variable[]
  readonly mountVolumes?: { readonly fileServers?: readonly JobMount[]; readonly [other: string]: unknown }
  readonly constraints?: { readonly maxWallClockTime?: string }
  /** What the form has no field for stays as it was written. */
  readonly [other: string]: unknown
}

export interface HorovodSettings {
  readonly pythonScriptFilePath: string
  readonly pythonInterpreterPath?: string
  readonly commandLineArgs?: string
  readonly processCount?: number
}

/** Of an image. */
export interface Registry {
  readonly image: string
  readonly serverUrl?: string
  /** The password is not shown of a job that there is. */
  readonly credentials?: { readonly username: string; readonly password?: string }
}

export interface Variable {
  readonly name: string
  readonly value: string
}

export interface InputDirectory {
  readonly id: string
  readonly path: string
}

export interface OutputDirectory {
  readonly id: string
  readonly pathPrefix: string
  readonly pathSuffix?: string
}

export interface JobMount {
  readonly fileServer: { readonly id: string }
  readonly relativeMountPath: string
  readonly sourceDirectory?: string
  readonly mountOptions?: string
}

export interface JobDraft {
  readonly name: string
  readonly experiment: string
  readonly properties: JobProperties
}

export const usualExperiment = 'default'

export const emptyDraft: JobDraft = {
  name: '',
  experiment: usualExperiment,
  properties: { nodeCount: 1, schedulingPriority: 'normal', customToolkitSettings: { commandLine: '' } },
}

/** Some members; an undefined one is to go. */
export type JobPart = { readonly [M in keyof JobProperties]?: JobProperties[M] | undefined }

/** With members replaced; those that become undefined, or an empty list, are left out. */
export function withMembers(properties: JobProperties, part: JobPart): JobProperties {
  const merged = Object.entries({ ...properties, ...part })
  return Object.fromEntries(
    merged.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )
}
