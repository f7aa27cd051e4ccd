import { flushCompileCache } from 'node:module'
import type { Command } from 'commander'
import { dataFolder, readConfig, readSecrets } from '../../config.ts'

/** The processes themselves, as `up` and the unit files start them; not listed in the help. */
export function processCommands(program: Command): void {
  program
    .command('serve', { hidden: true })
    .option('--data <dir>')
    .option('--test-clock', 'let the control socket move the clock', false)
    .action(async (options: { data?: string; testClock: boolean }) => {
      const config = await readConfig(dataFolder(options.data))
      const { runServer } = await import('../../server/run-server.ts')
      const secrets = await readSecrets(config.paths)
      const server = await runServer({ config, secrets, hasTestClock: options.testClock })
      // Left to its end, what it compiled would be lost with one that is killed.
      flushCompileCache()
      await untilStopped(server)
    })

  program
    .command('gateway', { hidden: true })
    .option('--data <dir>')
    .action(async (options: { data?: string }) => {
      const config = await readConfig(dataFolder(options.data))
      const { channelKey } = await readSecrets(config.paths)
      const { runGateway } = await import('../../gateway/run-gateway.ts')
      // While it may still write there.
      flushCompileCache()
      const dropTo = accountIn(process.env['CARREL_DROP_USER'])
      await untilStopped(await runGateway({ config, secrets: { channelKey }, ...(dropTo ? { dropTo } : {}) }))
    })

  program
    .command('supervise', { hidden: true })
    .option('--data <dir>')
    .action(async (options: { data?: string }) => {
      process.exitCode = await (await import('../../host/supervise.ts')).supervise(options)
    })
}

/** Runs until the process is told to stop, then lets everything close in order. */
async function untilStopped(running: AsyncDisposable): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await running[Symbol.asyncDispose]()
  process.exit(0)
}

function accountIn(text: string | undefined): { uid: number; gid: number } | undefined {
  const [, uid, gid] = /^(\d+):(\d+)$/.exec(text ?? '') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}
