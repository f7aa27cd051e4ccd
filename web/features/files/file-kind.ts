// How a file is shown, by its name and size. What could run anything, such as HTML and SVG, is text.

export type FileView =
  | { readonly as: 'notebook' | 'text' }
  | { readonly as: 'image'; readonly type: string }
  | { readonly as: 'too-large'; readonly limit: number }

const megabyte = 1_000_000
export const fileLimits = { text: 2 * megabyte, notebook: 20 * megabyte, image: 30 * megabyte } as const

/** Pictures that are pixels and nothing else. */
const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
}

export function viewOf(name: string, size: number): FileView {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const type = imageTypes[ending]
  if (type !== undefined) return size > fileLimits.image ? tooLarge(fileLimits.image) : { as: 'image', type }
  const as = ending === 'ipynb' ? 'notebook' : 'text'
  return size > fileLimits[as] ? tooLarge(fileLimits[as]) : { as }
}

function tooLarge(limit: number): FileView {
  return { as: 'too-large', limit }
}
