// The binary. The version is checked before anything is imported: on an older Node the store's native part would crash.

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `Carrel needs Node 24 or later and was started with ${process.versions.node}. Start it with ./carrel, which brings its own.\n`,
  )
  process.exit(1)
}

// What was compiled once is kept: most of a start is that. Without a folder for it, or rights there, it is compiled anew.
const { CARREL_CACHE: cache } = process.env
if (cache) {
  const { compiledFolder } = await import('./host/compiled-folder.ts')
  ;(await import('node:module')).enableCompileCache(compiledFolder(cache, import.meta.dirname))
}

const argv = process.argv.slice(2)
// A server that was killed is away until it has started: it loads none of the commands that people give.
const isOwnProcess = ['serve', 'gateway', 'supervise'].includes(argv[0] ?? '')
const { runCli } = isOwnProcess ? await import('./cli/process-cli.ts') : await import('./cli/cli.ts')
await runCli(argv).catch((error: unknown) => {
  const nextStep = error instanceof Error && 'nextStep' in error ? error.nextStep : undefined
  process.stderr.write(`carrel: ${error instanceof Error ? error.message : String(error)}\n`)
  if (typeof nextStep === 'string') process.stderr.write(`  next: ${nextStep}\n`)
  process.exit(1)
})
