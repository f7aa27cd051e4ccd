// The binary. The version is checked before anything is imported: on an older Node the store's native part would crash.

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `Carrel needs Node 24 or later and was started with ${process.versions.node}. Start it with ./carrel, which brings its own.\n`,
  )
  process.exit(1)
}

const { runCli } = await import('./cli/cli.ts')
await runCli(process.argv.slice(2)).catch((error: unknown) => {
  const nextStep = error instanceof Error && 'nextStep' in error ? error.nextStep : undefined
  process.stderr.write(`carrel: ${error instanceof Error ? error.message : String(error)}\n`)
  if (typeof nextStep === 'string') process.stderr.write(`  next: ${nextStep}\n`)
  process.exit(1)
})
