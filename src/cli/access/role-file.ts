// A custom role in a file, JSON or YAML: as the API has it, or in the flat form Azure's command line takes.

import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { parse } from 'yaml'
import { z } from 'zod'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'

export interface RoleFile {
  /** GUID; undefined: the file names none. */
  readonly name: string | undefined
  readonly properties: {
    readonly roleName: string
    readonly description?: string | undefined
    readonly permissions: readonly unknown[]
    /** Undefined: the scope of the command. */
    readonly assignableScopes: readonly string[] | undefined
  }
}

const list = z.array(z.string()).optional()
const flatSchema = z.strictObject({
  name: z.string(),
  id: z.guid().optional(),
  iscustom: z.literal(true).optional(),
  description: z.string().optional(),
  actions: list,
  notactions: list,
  dataactions: list,
  notdataactions: list,
  assignablescopes: list,
})
const propertiesSchema = z.object({
  roleName: z.string(),
  description: z.string().nullish(),
  permissions: z.array(z.unknown()),
  assignableScopes: list,
})
const apiSchema = z.object({ name: z.guid().optional(), properties: propertiesSchema })

export async function readRoleFile(path: string): Promise<RoleFile> {
  const reading = path === '-' ? textOf(process.stdin) : readFile(path, 'utf8')
  const text = await reading.catch((error: unknown) => {
    throw new CliFailure(`${path} cannot be read: ${error instanceof Error ? error.message : error}`)
  })
  return parseRole(text, path)
}

export function parseRole(text: string, path: string): RoleFile {
  const content = parsed(text, path)
  const api = apiSchema.safeParse(content)
  if (api.success) {
    const { roleName, description, permissions, assignableScopes } = api.data.properties
    return {
      name: api.data.name,
      properties: { roleName, description: description ?? undefined, permissions, assignableScopes },
    }
  }
  const flat = flatSchema.safeParse(lowered(content))
  if (!flat.success) throw wrong(path, flat.error.issues[0])
  const { name, id, description, actions, notactions, dataactions, notdataactions, assignablescopes } = flat.data
  const permission = {
    actions: actions ?? [],
    notActions: notactions ?? [],
    dataActions: dataactions ?? [],
    notDataActions: notdataactions ?? [],
  }
  return {
    name: id,
    properties: { roleName: name, description, permissions: [permission], assignableScopes: assignablescopes },
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new CliFailure(`${path} is neither JSON nor YAML: ${why}`, undefined, exitCodes.badUsage)
  }
}

/** Azure's command line takes `Name` and `name` alike. */
function lowered(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name.toLowerCase(), value as unknown]))
}

function wrong(path: string, issue: { path: PropertyKey[]; message: string } | undefined): CliFailure {
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
  return new CliFailure(
    `${path} describes no role${place}: ${issue?.message ?? 'unreadable'}`,
    'a role has Name, Description, Actions, NotActions and AssignableScopes; see "carrel role definition show Reader -o json"',
    exitCodes.badUsage,
  )
}
