// An application of one's own beside a new instance, as a form holds it. Pure.

export interface AppDraft {
  readonly name: string
  readonly image: string
  /** Where it listens. */
  readonly port: string
}

export const emptyApp: AppDraft = { name: '', image: '', port: '' }
export const mostApps = 8

/** What every instance has already. */
const ownNames = ['jupyter', 'terminal', 'lab', 'term']
const ownPorts = ['22', '7070', '8786', '8888']

/** An English sentence, to be translated; undefined: nothing is wrong. */
export function appsFault(apps: readonly AppDraft[]): string | undefined {
  return apps.map(appFault).find((fault) => fault !== undefined) ?? repeated(apps)
}

function appFault({ name, image, port }: AppDraft): string | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(name))
    return 'Name each application with 1 to 32 letters, digits, - and _.'
  if (ownNames.includes(name.toLowerCase())) return 'Name an application otherwise than what every instance has.'
  if (!/^[A-Za-z0-9][^\s]*$/.test(image)) return 'Give each application an image, such as team/board:1.2.'
  const number = Number(port)
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535) return 'Give each application a port from 1 to 65535.'
  return ownPorts.includes(port) ? 'Ports 22, 7070, 8786 and 8888 are the instance’s own.' : undefined
}

function repeated(apps: readonly AppDraft[]): string | undefined {
  const isUnlike = (values: readonly string[]) => new Set(values).size === values.length
  if (!isUnlike(apps.map(({ name }) => name.toLowerCase()))) return 'Give each application a name of its own.'
  return isUnlike(apps.map(({ port }) => port)) ? undefined : 'Give each application a port of its own.'
}

/** One of `customServices`. */
export function appBody({ name, image, port }: AppDraft) {
  const endpoint = { protocol: 'http', target: Number(port), published: Number(port) }
  return { name, image: { type: 'docker', reference: image }, endpoints: [endpoint] }
}
