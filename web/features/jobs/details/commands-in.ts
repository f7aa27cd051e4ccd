export interface Commands {
  readonly command: string | undefined
  /** Of MPI; undefined: it is started once. */
  readonly processes: number | undefined
  readonly image: string | undefined
  readonly preparation: string | undefined
}

/** What a job runs, whatever starts it. */
export function commandsIn(properties: Readonly<Record<string, unknown>>): Commands {
  const custom = memberIn(properties, ['customToolkitSettings', 'commandLine'])
  const mpi = memberIn(properties, ['customMpiSettings', 'commandLine'])
  return {
    command: textOf(custom ?? mpi),
    processes: numberOf(memberIn(properties, ['customMpiSettings', 'processCount'])),
    image: textOf(memberIn(properties, ['containerSettings', 'imageSourceRegistry', 'image'])),
    preparation: textOf(memberIn(properties, ['jobPreparation', 'commandLine'])),
  }
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
