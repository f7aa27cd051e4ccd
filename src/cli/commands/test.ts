import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'

const runner = new URL('../../../test/run/run-tests.ts', import.meta.url)

/** Runs the project's own tests; only offered in a clone. */
export function testCommand(program: Command): void {
  if (!existsSync(fileURLToPath(runner))) return
  program
    .command('test')
    .description('Run the tests, after installing what they need')
    .option('--long', 'run the full storms, fuzz and load', false)
    .option('--only <stage>', 'run one stage: types, web, lint, unit, contract, api, product or fidelity')
    .action(async (options: { long: boolean; only?: string }) => {
      const { runTests } = await import(runner.href)
      process.exitCode = await runTests(options)
    })
}
