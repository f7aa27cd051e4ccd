// The program that runs in every node: makes the user, runs their apps and their terminals, and is the only door to the
// node. Started by tini as root; mounted read-only from outside, so it always matches the server. It imports nothing of
// the server. What takes longest, Jupyter, is started first.

import { mkdirSync } from 'node:fs'
import { App, type AppSpec } from './app.ts'
import { readBootConfig } from './boot-config.ts'
import { type BootPhase, controlServer, isReady } from './control.ts'
import { endFileSystems } from './end-file-systems.ts'
import { runFolder } from './environment.ts'
import { exitLog } from './exits.ts'
import { Gpus } from './gpus.ts'
import { hostKeys } from './host-keys.ts'
import { Jobs } from './jobs.ts'
import { labApp, labPort } from './lab.ts'
import { listen } from './listener.ts'
import { clearMounts, keepMountPrograms, putMountPrograms } from './mount-programs.ts'
import { rstudioApp, rstudioPort } from './rstudio.ts'
import { SetUp } from './set-up.ts'
import { hasSshd, sshdApp, sshPort } from './sshd.ts'
import { Terminals } from './terminals.ts'
import { makeUser } from './user.ts'
import { keepVolumes } from './volumes.ts'

const keepFolder = '/carrel/keep'
const graceMs = 5000
/** For all of a stop: the engine kills after ten seconds. */
const stopMs = 9000

// A stray error of one connection must not end the node with everything the user runs in it.
process.on('uncaughtException', (error) => console.error(error))
// Also while the rest is still being made: an orderly end is told apart from a crash by its code.
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())

const startedAt = Date.now()
const config = readBootConfig('/carrel/boot/config.json')
const phases: BootPhase[] = [{ name: 'user', startedAt }]
const apps = new Map<string, App>()
const recordExit = exitLog(`${keepFolder}/exits.jsonl`)
const onExit = (exit: Parameters<ConstructorParameters<typeof App>[1]>[0]): void =>
  recordExit({ ...exit, bootId: config.bootId })

mkdirSync(runFolder, { recursive: true, mode: 0o755 })
makeUser(config)
putMountPrograms()
keepVolumes()
nextPhase('apps')
if (config.apps.includes('lab')) run(labApp(config))
run(rstudioApp(config))

const terminals = new Terminals(config, onExit)
const sshKeys = config.authorizedKeys !== undefined && hasSshd() ? hostKeys(keepFolder) : undefined
const setUp = new SetUp(config, `${keepFolder}/setup`, onExit)
const jobs = new Jobs(config, `${keepFolder}/jobs`, onExit)
const offers = ['lab', 'term', 'rstudio'].filter(
  (name) => apps.has(name) || (name === 'term' && config.apps.includes(name)),
)
let preparing: Promise<void> | undefined
const state = {
  ...{ config, phases, apps, offers, setUp, jobs, gpus: new Gpus(), sshHostKeys: sshKeys?.publicKeys ?? [] },
  beforeScripts: () => {
    preparing ??= keepMountPrograms()
      .then(clearMounts)
      .finally(() => {
        preparing = undefined
      })
    return preparing
  },
}
const control = controlServer(state)
const door = listen({
  key: config.key,
  ports: { lab: labPort, ssh: sshPort, ...(apps.has('rstudio') ? { rstudio: rstudioPort } : {}) },
  handlers: {
    control: (socket) => void control.emit('connection', socket),
    ...(config.apps.includes('term') ? { term: (socket) => void terminals.open(socket) } : {}),
  },
})

if (sshKeys !== undefined) run(sshdApp(config, sshKeys.files))
watchReady()

function run(spec: AppSpec | undefined): void {
  if (spec !== undefined) apps.set(spec.name, new App(spec, onExit))
}

function nextPhase(name: string | undefined): void {
  const now = Date.now()
  const last = phases.at(-1)
  if (last !== undefined) last.endedAt ??= now
  if (name !== undefined) phases.push({ name, startedAt: now })
}

/** Closes the last phase at the moment the node was ready, not when somebody asked. */
function watchReady(): void {
  if (!isReady(state)) return void setTimeout(watchReady, 20)
  nextPhase(undefined)
  void state.beforeScripts()
}

async function stop(): Promise<void> {
  const askedAt = performance.now()
  door.close()
  terminals.stop('SIGHUP')
  const stopped = Promise.all([setUp.stop(), jobs.stop(), ...[...apps.values()].map((app) => app.stop('SIGTERM'))])
  const late = new Promise((resolve) => setTimeout(resolve, graceMs))
  await Promise.race([stopped, late])
  await endFileSystems(stopMs - (performance.now() - askedAt))
  for (const app of apps.values()) void app.stop('SIGKILL')
  terminals.stop('SIGKILL')
  process.exit(0)
}
