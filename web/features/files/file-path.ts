// Paths on the share: names with `/` between, the share itself empty.

export const joinedPath = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** The folder and each around it, outermost first, without the share itself. */
export function wayTo(folder: string): readonly { readonly name: string; readonly path: string }[] {
  const names = folder === '' ? [] : folder.split('/')
  return names.map((name, index) => ({ name, path: names.slice(0, index + 1).join('/') }))
}

/** What is wrong with a name of a file or folder: an English sentence, to be translated. */
export function nameFault(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return 'Give it a name.'
  if (name.includes('/')) return 'A name has no / in it.'
  if (name === '.' || name === '..') return 'This name means another folder.'
  if (name.includes('\0') || new TextEncoder().encode(name).length > 255) return 'A name has 255 bytes at most.'
  return taken.has(name) ? 'Something has this name already.' : undefined
}
