import { spawn } from 'node:child_process'

/** Whether this session has a screen to open a page on. */
export function hasBrowser(env: Readonly<Record<string, string | undefined>>): boolean {
  return openerFor(env) !== undefined
}

/** Asks the desktop to show the page. Nobody waits for it, and a failure is no failure: the address was printed. */
export function openBrowser(url: string, env: Readonly<Record<string, string | undefined>>): void {
  const opener = openerFor(env)
  if (opener === undefined) return
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function openerFor(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env['BROWSER']) return env['BROWSER']
  if (process.platform === 'darwin') return 'open'
  if (env['WSL_DISTRO_NAME']) return 'wslview'
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? 'xdg-open' : undefined
}
