import { readFile } from 'node:fs/promises'
import { bad } from '../cluster/cluster-options.ts'

/** Of a configuration file as `az batchai` takes it; none without one. Throws `CliFailure` for a file that is none. */
export async function propertiesIn<T extends object>(path: string | undefined): Promise<T> {
  if (path === undefined) return {} as T
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) throw bad(`There is no file ${path}.`, 'name a JSON file with the properties')
  try {
    const { properties = {} as T } = JSON.parse(text) as { properties?: T }
    return properties
  } catch {
    throw bad(`${path} is not JSON.`, 'write it as { "properties": { … } }')
  }
}
