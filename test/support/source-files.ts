// The sources as text, and what each imports: enough of the language for rules about files.

import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export interface Import {
  /** As it is written. */
  readonly specifier: string
  /** Gone when the types are stripped. */
  readonly isType: boolean
}

export interface SourceFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
}

export function sourceFiles(...patterns: string[]): SourceFile[] {
  return globSync(patterns, { cwd: root })
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, imports: importsOf(text) }
    })
}

/** Static, re-exporting, side-effect and dynamic imports. A dynamic one of a computed name has the specifier `?`. */
export function importsOf(text: string): Import[] {
  const code = text.replace(/^\s*\/\/.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '')
  const fromClauses = code.matchAll(/^(?:import|export)\s+(type\s+)?[^'"`;=]*?\bfrom\s+['"]([^'"]+)['"]/gm)
  const sideEffects = code.matchAll(/^import\s+['"]([^'"]+)['"]/gm)
  const dynamic = code.matchAll(/\bimport\s*\(\s*(?:['"]([^'"]+)['"]\s*\))?/g)
  return [
    ...[...fromClauses].map((match) => ({ specifier: match[2] ?? '', isType: match[1] !== undefined })),
    ...[...sideEffects].map((match) => ({ specifier: match[1] ?? '', isType: false })),
    ...[...dynamic].map((match) => ({ specifier: match[1] ?? '?', isType: false })),
  ]
}

/** The path from the root that a relative import means; undefined for a package. */
export function targetOf(file: string, { specifier }: Import): string | undefined {
  return specifier.startsWith('.') ? join(dirname(file), specifier) : undefined
}
