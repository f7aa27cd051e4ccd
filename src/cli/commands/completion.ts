// `completion` prints a script for a shell; the script calls `__complete`, which is not listed.

import { Argument, type Command } from 'commander'
import { type Shell, scripts, shells } from '../completion/scripts.ts'

/** After this a shell goes on without names, where nothing answers; a machine that is busy has answered by then. */
const patienceMs = 15_000

export function completionCommands(program: Command): void {
  program
    .command('completion')
    .description('Print the script that completes commands, options and names in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices([...shells]))
    .addHelpText('after', installing)
    .action((shell: Shell) => void process.stdout.write(scripts[shell]))

  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const current = words.at(-1) ?? ''
      const timer = setTimeout(() => process.exit(0), patienceMs)
      process.stdout.write(await answer(program, words.slice(0, -1), current))
      clearTimeout(timer)
    })
}

async function answer(program: Command, before: readonly string[], current: string): Promise<string> {
  const { candidates } = await import('../completion/candidates.ts')
  try {
    const found = await candidates(program, before, current)
    if (found === 'files') return ':files\n'
    return found.map(({ text, description }) => `${text}\t${description}\n`).join('')
  } catch {
    // Nothing to offer; the command itself will say why.
    return ''
  }
}

const installing = `
Examples:
  source <(carrel completion bash)                                     this shell
  carrel completion bash > /etc/bash_completion.d/carrel               every bash
  carrel completion zsh > "\${fpath[1]}/_carrel"                        zsh
  carrel completion fish > ~/.config/fish/completions/carrel.fish      fish`
