// `/etc/environment`: where a set-up script puts variables for everything that runs in the machine. Those who come in by
// SSH have them from PAM; here they are read in the same way for terminals, JupyterLab and its kernels.

import { readFileSync } from 'node:fs'

/** Where programs are is the image's matter: a file made for sign-ins would hide those of a custom image. */
const kept = new Set(['PATH'])

/** Empty where there is no such file. */
export function machineEnvironment(path = '/etc/environment'): Record<string, string> {
  try {
    return parseEnvironment(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

/** Lines `NAME=value`, with `export` before it or not, and the value in quotes or not; nothing in it is expanded. */
export function parseEnvironment(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const line of text.split(/\r\n?|\n/)) {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? []
    if (name !== undefined && !kept.has(name)) found[name] = unquoted(value.trim())
  }
  return found
}

function unquoted(value: string): string {
  const [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? []
  return (inner ?? value.replace(/(^|\s)#.*$/, '').trimEnd()).replaceAll('\0', '')
}
