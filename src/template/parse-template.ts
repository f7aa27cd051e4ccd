// Checks the form of a template and sorts it into sections. Tolerant where ARM is: any `$schema`, names of sections in
// any case, types in any case. All faults of the form are told at once.

import { ArmError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { isList, isObject, type JsonObject, kindOf, memberOf } from './json-values.ts'
import { type ParameterDeclaration, parameterTypeOf, readParameter } from './parameter.ts'
import type { OutputDeclaration, ResourceDeclaration, Template, UserFunction, Variable } from './template.ts'

export const templateLimits = {
  parameters: 256,
  variables: 256,
  resources: 800,
  outputs: 64,
  characters: 4 * 1024 * 1024,
}

/** @throws ArmError 400 `InvalidTemplate` with one detail for each fault where there are several. */
export function parseTemplate(template: Json): Template {
  if (!isObject(template)) throw invalidTemplate([`A template is a JSON object, not ${kindOf(template)}.`])
  const faults: string[] = []
  const schema = memberOf(template, '$schema')
  if (typeof schema === 'string' && /\/deploymentParameters\.json/i.test(schema)) {
    faults.push('This is a file of parameters, not a template: its $schema says so.')
  }
  const section = (name: string) => objectSection(template, name, faults)
  const definitions = section('definitions')
  const contentVersion = memberOf(template, 'contentVersion')
  const resources = memberOf(template, 'resources') ?? []
  if (!isList(resources) && !isObject(resources)) faults.push(`The resources are ${kindOf(resources)}, not an array.`)
  for (const name of ['imports', 'extensions']) {
    if (memberOf(template, name) !== undefined) faults.push(`The section '${name}' of a template is not offered.`)
  }
  const parsed: Template = {
    contentVersion: typeof contentVersion === 'string' ? contentVersion : '1.0.0.0',
    isSymbolic: isObject(resources),
    parameters: readParameters(section('parameters'), definitions, faults),
    variables: readVariables(section('variables'), faults),
    functions: readFunctions(memberOf(template, 'functions'), faults),
    resources: readResources(isList(resources) || isObject(resources) ? resources : [], faults),
    outputs: readOutputs(section('outputs'), definitions, faults),
  }
  faults.push(...countFaults(parsed))
  if (faults.length > 0) throw invalidTemplate(faults)
  return parsed
}

/** One sentence is the message; several become details. */
export function invalidTemplate(faults: readonly string[]): ArmError {
  const clipped = faults.map((each) => (each.length > 2000 ? `${each.slice(0, 2000)}…` : each))
  const [only = 'The template is not valid.'] = clipped
  const message = faults.length > 1 ? `${faults.length} faults were found: ${clipped.slice(0, 20).join(' ')}` : only
  const details = clipped.map((each) => ({ code: 'InvalidTemplate', message: each }))
  return new ArmError(400, 'InvalidTemplate', message, faults.length > 1 ? { details } : {})
}

function objectSection(template: JsonObject, name: string, faults: string[]): JsonObject {
  const value = memberOf(template, name)
  if (value === undefined || value === null) return {}
  if (isObject(value)) return value
  faults.push(`The section '${name}' of a template is an object, not ${kindOf(value)}.`)
  return {}
}

function readParameters(declared: JsonObject, definitions: JsonObject, faults: string[]): Template['parameters'] {
  const parameters = Object.entries(declared)
    .map(([name, each]) => readParameter(name, typed(each ?? null, definitions), faults))
    .filter((each): each is ParameterDeclaration => each !== undefined)
  return byName(parameters, 'parameter', faults)
}

/** A declaration may take its type and limits from one of the template's definitions. */
function typed(declared: Json, definitions: JsonObject): Json {
  if (!isObject(declared)) return declared
  const reference = memberOf(declared, '$ref')
  const name = typeof reference === 'string' ? /^#\/definitions\/(.+)$/.exec(reference)?.[1] : undefined
  const definition = name === undefined ? undefined : memberOf(definitions, name)
  return isObject(definition) ? { ...definition, ...declared } : declared
}

function readVariables(declared: JsonObject, faults: string[]): Template['variables'] {
  const variables: (Variable & { name: string })[] = []
  for (const [name, value = null] of Object.entries(declared)) {
    if (name.toLowerCase() === 'copy' && isList(value))
      variables.push(...value.flatMap((each, at) => loop(each, at, faults)))
    else variables.push({ name, value, copy: undefined, path: `variables.${name}` })
  }
  return byName(variables, 'variable', faults)
}

function loop(declared: Json, at: number, faults: string[]): (Variable & { name: string })[] {
  const path = `variables.copy[${at}]`
  const name = isObject(declared) ? memberOf(declared, 'name') : undefined
  if (isObject(declared) && typeof name === 'string') {
    return [{ name, value: memberOf(declared, 'input') ?? null, copy: declared, path }]
  }
  faults.push(`The loop at '${path}' needs a name, a count and an input.`)
  return []
}

function byName<T extends { readonly name: string }>(
  all: readonly T[],
  what: string,
  faults: string[],
): Map<string, T> {
  const found = new Map<string, T>()
  for (const each of all) {
    const key = each.name.toLowerCase()
    if (found.has(key)) faults.push(`The ${what} '${each.name}' is declared twice; names differ by more than case.`)
    found.set(key, each)
  }
  return found
}

function readFunctions(declared: Json | undefined, faults: string[]): UserFunction[] {
  if (declared === undefined || declared === null) return []
  if (!isList(declared)) {
    faults.push(`The functions of a template are an array, not ${kindOf(declared)}.`)
    return []
  }
  return declared.flatMap((each, at) => {
    const namespace = isObject(each) ? memberOf(each, 'namespace') : undefined
    const members = isObject(each) ? memberOf(each, 'members') : undefined
    if (typeof namespace !== 'string' || !isObject(members)) {
      faults.push(`The entry functions[${at}] needs a namespace and members.`)
      return []
    }
    return Object.entries(members).map(([name, member]) =>
      userFunction(`${namespace}.${name}`, member ?? null, `functions[${at}].members.${name}`),
    )
  })
}

function userFunction(name: string, member: Json, path: string): UserFunction {
  const declared = isObject(member) ? member : {}
  const parameters = memberOf(declared, 'parameters')
  const output = memberOf(declared, 'output')
  return {
    name,
    parameters: (isList(parameters) ? parameters : []).filter(isObject).map((each) => ({
      name: String(memberOf(each, 'name')),
      type: String(memberOf(each, 'type') ?? 'string'),
    })),
    value: isObject(output) ? (memberOf(output, 'value') ?? null) : null,
    path: `${path}.output.value`,
  }
}

function readResources(declared: readonly Json[] | JsonObject, faults: string[]): ResourceDeclaration[] {
  const entries = isList(declared)
    ? declared.map((each, at) => [undefined, each, `resources[${at}]`] as const)
    : Object.entries(declared).map(([symbol, each = null]) => [symbol, each, `resources.${symbol}`] as const)
  return entries.flatMap(([symbol, each, path]) => {
    if (isObject(each)) return [{ symbol, declared: each, path }]
    faults.push(`The resource at '${path}' is ${kindOf(each)}, not an object.`)
    return []
  })
}

function readOutputs(declared: JsonObject, definitions: JsonObject, faults: string[]): OutputDeclaration[] {
  return Object.entries(declared).flatMap(([name, given]) => {
    const each = typed(given ?? null, definitions)
    const type = isObject(each) ? parameterTypeOf(memberOf(each, 'type')) : undefined
    if (isObject(each) && type !== undefined) return [{ name, type, declared: each, path: `outputs.${name}` }]
    faults.push(`The output '${name}' needs a type and a value.`)
    return []
  })
}

function countFaults({ parameters, variables, resources, outputs }: Template): string[] {
  const counts = {
    parameters: parameters.size,
    variables: variables.size,
    resources: resources.length,
    outputs: outputs.length,
  }
  return Object.entries(counts)
    .filter(([name, count]) => count > templateLimits[name as keyof typeof counts])
    .map(
      ([name, count]) =>
        `The template has ${count} ${name}; ${templateLimits[name as keyof typeof counts]} are allowed.`,
    )
}
