// Renews our own certificate before it ends, and takes over what the owner of a given one puts in its place.

import { stat } from 'node:fs/promises'
import type { Log } from '../base/log.ts'
import type { Config } from '../config.ts'

const everyMs = 10_000
const ownEveryMs = 3_600_000

/** What is shown now stays until something better is there. */
export function keepCertificates(config: Config, log: Log): Disposable {
  let seen = ''
  let said = ''
  const look = async (): Promise<void> => {
    const marks = await marksOf(config)
    if (marks === seen) return
    try {
      // Three hundred files, which a server that starts has no need of before it answers.
      const { provideCertificates } = await import('../identity/provide-certificates.ts')
      await provideCertificates(config)
      log.info('certificates are in place')
      said = ''
      seen = marks
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      // Once per trouble: two files are seldom replaced in the same moment, and an unmended one would fill the log.
      if (message !== said) log.error({ err: error }, 'the certificate is not renewed')
      said = message
    }
  }
  const timer = setInterval(() => void look(), everyMs)
  void look()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

/** Changes when a file is replaced, and every hour for the certificate that only gets older. */
async function marksOf({ installation: { certificate } }: Config): Promise<string> {
  const files = certificate === undefined ? [] : [certificate.certFile, certificate.keyFile]
  const marks = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
        () => 'absent',
      ),
    ),
  )
  return [...marks, Math.floor(Date.now() / ownEveryMs)].join('\n')
}
