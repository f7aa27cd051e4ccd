// `--parameters`: `name=value`, or a file of parameters. What is given later counts.

import { readFile } from 'node:fs/promises'
import { isPlainObject } from '../../base/json.ts'
import { parseTolerantJson } from '../../base/tolerant-json.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'

export type Parameters = Readonly<Record<string, unknown>>

/** `template` undefined: the server will fetch it, and its types are not known here. */
export async function readParameters(
  given: readonly string[],
  template: Readonly<Record<string, unknown>> | undefined,
): Promise<Parameters> {
  const read: [string, unknown][] = []
  for (const one of given) {
    const [, name, value] = one.startsWith('@') ? [] : (/^([^=/\\]+)=(.*)$/s.exec(one) ?? [])
    if (name !== undefined && value !== undefined)
      read.push([name, { value: readValue(value, typeOf(name, template)) }])
    else read.push(...Object.entries(await parametersIn(one.replace(/^@/, ''))))
  }
  return Object.fromEntries(read)
}

/** A text file that holds JSON, as people write templates. Throws `CliFailure` with the place that cannot be read. */
export async function readJsonFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliFailure(`Cannot read ${file}: ${error.code ?? error.message}.`, undefined, exitCodes.badUsage)
  })
  try {
    const value = parseTolerantJson(text)
    if (isPlainObject(value)) return value
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CliFailure(`${file} is not JSON: ${why}.`, undefined, exitCodes.badUsage)
  }
  throw new CliFailure(`${file} holds no object.`, undefined, exitCodes.badUsage)
}

async function parametersIn(file: string): Promise<Parameters> {
  const content = await readJsonFile(file)
  const parameters = content['parameters']
  return isPlainObject(parameters) ? parameters : content
}

function typeOf(name: string, template: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const declared = template?.['parameters']
  if (!isPlainObject(declared)) return undefined
  const found = Object.entries(declared).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  return isPlainObject(found) && typeof found['type'] === 'string' ? found['type'].toLowerCase() : undefined
}

/** A string stays one whatever it looks like; where the type is not known, what reads as JSON is JSON. */
function readValue(text: string, type: string | undefined): unknown {
  if (type === 'string' || type === 'securestring') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
