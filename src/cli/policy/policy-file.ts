// A policy in a file, JSON or YAML: as the API has it, its properties alone, or nothing but its rule.

import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { parse } from 'yaml'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'

export async function readPolicyFile(path: string): Promise<Record<string, unknown>> {
  const reading = path === '-' ? textOf(process.stdin) : readFile(path, 'utf8')
  const text = await reading.catch((error: unknown) => {
    throw new CliFailure(`${path} cannot be read: ${error instanceof Error ? error.message : error}`)
  })
  return policyIn(text, path)
}

/** The properties of the definition or set. */
export function policyIn(text: string, path: string): Record<string, unknown> {
  const content = objectIn(text, path)
  if (content !== undefined && isObject(content['properties'])) return content['properties']
  if (content !== undefined && 'if' in content && 'then' in content) return { policyRule: content }
  if (content !== undefined && ('policyRule' in content || 'policyDefinitions' in content)) return content
  throw new CliFailure(
    `${path} holds no policy.`,
    "it has 'properties', or 'policyRule' or 'policyDefinitions', or is a rule with 'if' and 'then'",
    exitCodes.badUsage,
  )
}

function objectIn(text: string, path: string): Record<string, unknown> | undefined {
  try {
    const content: unknown = parse(text)
    return isObject(content) ? content : undefined
  } catch (error) {
    throw new CliFailure(
      `${path} is neither JSON nor YAML: ${error instanceof Error ? error.message : error}`,
      undefined,
      exitCodes.badUsage,
    )
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
