export interface Commands {
  readonly command: string | undefined
  /** Of MPI and Horovod; undefined: it is started once. */
  readonly processes: number | undefined
  readonly image: string | undefined
  readonly sharedMemory: string | undefined
  readonly preparation: string | undefined
}

/** What a job runs, whatever starts it. */
export function commandsIn(properties: Readonly<Record<string, unknown>>): Commands {
  const custom = memberIn(properties, ['customToolkitSettings', 'commandLine'])
  const mpi = memberIn(properties, ['customMpiSettings', 'commandLine'])
  return {
    command: textOf(custom ?? mpi) ?? horovodLine(properties),
    processes: numberOf(
      memberIn(properties, ['customMpiSettings', 'processCount']) ??
        memberIn(properties, ['horovodSettings', 'processCount']),
    ),
    image: textOf(memberIn(properties, ['containerSettings', 'imageSourceRegistry', 'image'])),
    sharedMemory: textOf(memberIn(properties, ['containerSettings', 'shmSize'])),
    preparation: textOf(memberIn(properties, ['jobPreparation', 'commandLine'])),
  }
}

/** As its processes run it. */
function horovodLine(properties: Readonly<Record<string, unknown>>): string | undefined {
  const told = (member: string) => textOf(memberIn(properties, ['horovodSettings', member]))
  const script = told('pythonScriptFilePath')
  if (script === undefined) return undefined
  return [told('pythonInterpreterPath') ?? 'python', script, told('commandLineArgs')].filter(Boolean).join(' ')
}

function memberIn(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  return typeof value === 'object' && value !== null
    ? memberIn((value as Readonly<Record<string, unknown>>)[name], rest)
    : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
