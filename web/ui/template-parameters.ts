// The form that the `parameters` of a template or policy ask for, and what is written into it. Pure.

export type FieldKind = 'text' | 'secret' | 'number' | 'truth' | 'json'

export interface TemplateParameter {
  readonly name: string
  readonly type: string
  readonly kind: FieldKind
  readonly description: string
  readonly isSecure: boolean
  readonly hasDefault: boolean
  /** As it is shown; a secure one's is not. */
  readonly shownDefault: string
  readonly allowed: readonly unknown[]
}

/** Text of each field by the parameter's name; absent and empty alike: nothing is given. */
export type Given = ReadonlyMap<string, string>

export function parametersOf(template: Readonly<Record<string, unknown>>): readonly TemplateParameter[] {
  return Object.entries(objectIn(template['parameters'])).map(([name, declared]) =>
    parameterOf(name, objectIn(declared)),
  )
}

function parameterOf(name: string, declared: Readonly<Record<string, unknown>>): TemplateParameter {
  const type = String(declared['type'] ?? 'string')
  const isSecure = /^secure/i.test(type)
  const fallback = declared['defaultValue']
  const description = objectIn(declared['metadata'])['description']
  const allowed = declared['allowedValues']
  return {
    name,
    type,
    kind: kinds[type.toLowerCase()] ?? 'json',
    isSecure,
    description: typeof description === 'string' ? description : '',
    hasDefault: fallback !== undefined,
    shownDefault: fallback === undefined || isSecure ? '' : textOf(fallback),
    allowed: Array.isArray(allowed) ? allowed : [],
  }
}

const kinds: Readonly<Record<string, FieldKind>> = {
  string: 'text',
  securestring: 'secret',
  int: 'number',
  bool: 'truth',
  // As policies name them.
  integer: 'number',
  boolean: 'truth',
  datetime: 'text',
}

/** An English sentence, to be translated; undefined: it will do. */
export function parameterFault(parameter: TemplateParameter, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return parameter.hasDefault ? undefined : 'Give a value.'
  if (parameter.kind === 'number' && !/^-?\d+$/.test(text.trim())) return 'Give a whole number.'
  if (parameter.kind !== 'json') return undefined
  try {
    const isList = Array.isArray(JSON.parse(text))
    if (isList === (parameter.type.toLowerCase() === 'array')) return undefined
    return isList ? 'Give an object: {…}.' : 'Give a list: […].'
  } catch {
    return 'This is not JSON.'
  }
}

/** `properties.parameters` of a deployment; only of what has no fault. */
export function writeParameters(parameters: readonly TemplateParameter[], given: Given) {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const text = given.get(parameter.name) ?? ''
      return text === '' ? [] : [[parameter.name, { value: typedValue(parameter, text) }] as const]
    }),
  )
}

/** Of a file of parameters: what it gives, as texts. */
export function readParameterFile(file: Readonly<Record<string, unknown>>): Given {
  const inner = 'parameters' in file ? objectIn(file['parameters']) : file
  const values = Object.entries(inner).map(([name, entry]) => [name, objectIn(entry)['value']] as const)
  return new Map(values.filter(([, value]) => value !== undefined).map(([name, value]) => [name, textOf(value)]))
}

function typedValue({ kind, allowed }: TemplateParameter, text: string): unknown {
  const chosen = allowed.find((each) => textOf(each) === text)
  if (chosen !== undefined) return chosen
  if (kind === 'number') return Number(text)
  if (kind === 'truth') return text === 'true'
  return kind === 'json' ? JSON.parse(text) : text
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
