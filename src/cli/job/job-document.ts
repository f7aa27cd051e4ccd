// What the API says of a Batch AI job, as far as the command line reads it.

export interface JobDocument {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly cluster: { readonly id: string }
    readonly nodeCount: number
    readonly schedulingPriority: string
    readonly executionState: string
    readonly creationTime: string
    readonly containerSettings?: { readonly imageSourceRegistry: { readonly image: string } }
    readonly toolType: string
    readonly customToolkitSettings?: { readonly commandLine: string }
    readonly customMpiSettings?: { readonly commandLine: string; readonly processCount: number }
    readonly horovodSettings?: {
      readonly pythonScriptFilePath: string
      readonly pythonInterpreterPath?: string
      readonly commandLineArgs?: string
      readonly processCount: number
    }
    readonly stdOutErrPathPrefix: string
    readonly executionInfo?: {
      readonly startTime?: string
      readonly endTime?: string
      readonly exitCode?: number
      readonly errors: readonly { readonly code: string; readonly message: string }[]
    }
  }
}

export interface JobFile {
  readonly name: string
  readonly fileType: 'file' | 'directory'
  readonly downloadUrl?: string
  readonly properties: { readonly lastModified: string; readonly contentLength?: number }
}

export function isOver({ properties }: JobDocument): boolean {
  return properties.executionState === 'succeeded' || properties.executionState === 'failed'
}

export function commandOf({ properties }: JobDocument): string | undefined {
  const { customToolkitSettings: custom, customMpiSettings: mpi, horovodSettings: horovod } = properties
  if (horovod === undefined) return (custom ?? mpi)?.commandLine
  const { pythonInterpreterPath = 'python', pythonScriptFilePath, commandLineArgs = '' } = horovod
  return `${pythonInterpreterPath} ${pythonScriptFilePath} ${commandLineArgs}`.trim()
}
