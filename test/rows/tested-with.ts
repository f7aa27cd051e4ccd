// With which client and on which engine a test file works, read off its name and off what it imports.

import { sourceFiles, targetOf } from '../support/source-files.ts'

export interface TestedWith {
  readonly client: string
  readonly engine: string
}

/** The first that fits: the longer names come first. */
const clients: readonly (readonly [RegExp, string])[] = [
  [/^test\/clients\/.*az-2019/, 'azure-cli 2.0.67'],
  [/^test\/clients\/.*azureml-core/, 'azureml-core 1.61'],
  [/^test\/clients\/.*azure-ai-ml/, 'azure-ai-ml 1.35'],
  [/^test\/clients\/.*azure-mgmt-batchai/, 'azure-mgmt-batchai'],
  [/^test\/clients\/.*npm/, '`@azure/*` from npm'],
  [/^test\/clients\/(exec|az)/, 'azure-cli 2.91'],
  [/^test\/e2e\//, 'Chromium'],
  [/^test\/product\/cli/, '`carrel`'],
  [/^test\/(api|product)\//, 'HTTP'],
]

/** What only a test on the running product, or on the server within the test, has in hand. */
const worlds: readonly (readonly [RegExp, string])[] = [
  [/^test\/support\/product\.ts$/, 'Docker'],
  [/^test\/contract\/engine\.contract\.ts$/, 'memory, Docker'],
  [/^test\/support\/harness\.ts$/, 'memory'],
]

export function testedWith(file: string): TestedWith {
  const client = clients.find(([pattern]) => pattern.test(file))?.[1] ?? '–'
  if (file.endsWith('.docker.test.ts')) return { client, engine: 'Docker' }
  const reached = reachedFrom(file)
  return { client, engine: worlds.find(([pattern]) => reached.some((path) => pattern.test(path)))?.[1] ?? '–' }
}

/** Of the tests' own files: itself, and all it imports, at any depth. */
function reachedFrom(file: string): string[] {
  const reached = new Set([file])
  for (const path of reached) {
    for (const source of sourceFiles(path)) {
      const targets = source.imports.map((one) => targetOf(path, one))
      for (const target of targets) if (target?.startsWith('test/')) reached.add(target)
    }
  }
  return [...reached]
}
