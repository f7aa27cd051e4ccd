// The product's two processes with a clock that a test moves, in place of those that `up` started. Nobody starts them again
// when they end; they go with the product.

import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { request } from 'node:http'
import { pathsIn, readConfig } from '../../src/config.ts'
import { logFile } from '../../src/host/log-files.ts'
import { processArguments } from '../../src/host/process-arguments.ts'
import { stopProcesses } from '../../src/host/process-control.ts'
import { writePid } from '../../src/host/process-files.ts'
import { systemPath } from '../../src/host/run-command.ts'
import { type Product, until } from './product.ts'

export interface TestClock {
  advance(ms: number): Promise<void>
}

export async function useTestClock(product: Product): Promise<TestClock> {
  const paths = pathsIn(product.data)
  await stopProcesses(await readConfig(product.data))
  for (const name of ['server', 'gateway'] as const) {
    const log = await open(logFile(paths, name), 'a')
    const child = spawn(
      process.execPath,
      [...processArguments(paths, name), ...(name === 'server' ? ['--test-clock'] : [])],
      { stdio: ['ignore', log.fd, log.fd], env: { ...process.env, PATH: systemPath() } },
    )
    await log.close()
    if (child.pid === undefined) throw new Error(`the ${name} did not start`)
    await writePid(paths, name, child.pid)
  }
  await until(() => product.client.call('GET', '/subscriptions?api-version=2022-12-01').then(() => undefined))
  return { advance: (ms) => advance(paths.controlSocket, ms) }
}

function advance(socketPath: string, ms: number): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, path: '/clock/advance', method: 'POST', headers }, (answer) => {
      answer.resume()
      if (answer.statusCode === 200) resolve()
      else reject(new Error(`the clock answered ${answer.statusCode}`))
    })
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify({ ms }))
  })
}
