// What az opens as its browser: a script that writes the address down, so that the test's own browser can go there.

import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../support/product.ts'

export interface BrowserForAz extends AsyncDisposable {
  /** For az: `BROWSER` names the script. */
  readonly environment: Readonly<Record<string, string>>
  /** The address az opens. */
  address(): Promise<string>
}

export async function browserForAz(): Promise<BrowserForAz> {
  const folder = await mkdtemp(join(tmpdir(), 'carrel-browser-'))
  const [script, written] = [join(folder, 'browser'), join(folder, 'address')]
  await writeFile(script, `#!/bin/sh\nprintf '%s' "$1" > ${written}.new && mv ${written}.new ${written}\n`)
  await chmod(script, 0o755)
  return {
    environment: { BROWSER: `${script} %s` },
    async address() {
      let found = ''
      await until(async () => {
        found = await readFile(written, 'utf8')
        return found === '' ? 'az opened nothing' : undefined
      })
      return found
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
