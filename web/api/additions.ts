// What somebody else adds to a body: all that is in it afterwards and was not sent. Pure.

export interface Addition {
  /** Such as `tags.env`; an element of a list has its place. */
  readonly path: string
  readonly value: string
}

/** Members of the document itself, which no policy adds; a name is sent with those of its parents. */
const own: ReadonlySet<string> = new Set(['id', 'name', 'type', 'apiVersion'])

export function additionsTo(sent: unknown, after: unknown): readonly Addition[] {
  return added(sent, after, '').filter(({ path }) => !own.has(path))
}

function added(sent: unknown, after: unknown, path: string): readonly Addition[] {
  if (sent === undefined) return [{ path, value: JSON.stringify(after) }]
  if (typeof after !== 'object' || after === null) {
    return JSON.stringify(sent) === JSON.stringify(after) ? [] : [{ path, value: JSON.stringify(after) }]
  }
  const before = typeof sent === 'object' && sent !== null ? sent : {}
  return Object.entries(after).flatMap(([name, value]) =>
    added(Reflect.get(before, name), value, placed(path, name, Array.isArray(after))),
  )
}

function placed(path: string, name: string, isElement: boolean): string {
  if (isElement) return `${path}[${name}]`
  return path === '' ? name : `${path}.${name}`
}
