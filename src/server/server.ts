// Composition: config → store → engine → providers → controller → HTTP, by hand, top to bottom; closed in reverse. The only
// place, with `run-server.ts`, that names a database and an engine.

import type { FastifyInstance } from 'fastify'
import { createGovernor } from '../access/policy/govern.ts'
import { Operations } from '../arm/operations.ts'
import { createRegistry, type Registry } from '../arm/registry.ts'
import { systemClock } from '../base/clock.ts'
import { TerminalError } from '../base/errors.ts'
import { allowedImagesIn } from '../base/image-reference.ts'
import type { Installation } from '../config.ts'
import { Controller } from '../control/controller.ts'
import type { Reconcile, ReconcileContext } from '../control/reconcile.ts'
import type { EngineCapabilities } from '../engine/engine.ts'
import { askNode } from '../fleet/ask-node.ts'
import { type FleetSettings, type HostCapacity, nodeType } from '../fleet/fleet.ts'
import { reconcileFleet } from '../fleet/reconcile-fleet.ts'
import { reconcileNode } from '../fleet/reconcile-node.ts'
import { Meter } from '../fleet/usage/meter.ts'
import { readRates } from '../fleet/usage/rates.ts'
import { createApp } from '../http/app.ts'
import type { ArmOptions } from '../http/arm.ts'
import { accountStates } from '../identity/account-state.ts'
import { findPerson } from '../identity/find-person.ts'
import { groupsOf } from '../identity/groups-of.ts'
import { createIdentity } from '../identity/identity.ts'
import { appOrigin } from '../identity/identity-hosts.ts'
import type { Sealer } from '../identity/seal.ts'
import { providers } from '../providers/index.ts'
import { publicLinksOnly } from '../providers/resources/deployments/links/link-settings.ts'
import { openArmDoor } from './arm-door.ts'
import { startDatastoreSweeps } from './datastore-sweeps.ts'
import { startDriftSweeps } from './drift-sweeps.ts'
import { firingBy } from './fire-schedules.ts'
import { mountDoors } from './mount-doors.ts'
import type { ServerParts } from './server-parts.ts'
import { startUsageSweeps, type UsageSweeps } from './usage-sweeps.ts'
import { wakeOnNews } from './wake-on-news.ts'

export interface Server extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly controller: Controller
  readonly registry: Registry
  /** Starts the loop and the sweeps; a test turns the loop itself instead. */
  start(): void
}

export async function createServer(parts: ServerParts): Promise<Server> {
  const { config, store, db, clock, log } = parts
  const { installation } = config
  const fleet = await fleetSettings(parts)
  const identity = await createIdentity({ db, config, secrets: parts.secrets, clock: systemClock, log })
  const door = openArmDoor({
    arm: () => arm,
    accountState: accountStates(db, systemClock),
    audit: () => identity.audit,
    log,
  })
  const meter = new Meter()
  const registry: Registry = createRegistry(
    providers({
      db,
      unwritten: (fleetKey) => meter.unwritten(fleetKey),
      store,
      clock,
      audit: identity.audit,
      door,
      links: { ...publicLinksOnly, ...installation.templateLinks },
      tenantId: installation.tenantId,
      domain: installation.domain,
      sealer: identity.sealer,
      keys: identity,
      browserEndpoint: config.browserEndpoint,
      folders: parts.folders,
      fleet,
      maxSchedules: installation.maxSchedules ?? 4,
      scripts: {
        askNode: (machineKey, asked) => askNode(parts.engine, machineKey, asked),
        openShare: async (key) => parts.openShare?.(key),
      },
      workspace: {
        tenantId: installation.tenantId,
        endpoint: config.endpoint,
        async removeShare(key) {
          await parts.removeShare(key)
          await parts.files.remove(key)
        },
      },
    }),
  )
  const reconciles = new Map<string, AnyReconcile>([[nodeType, reconcileNode]])
  const news = wakeOnNews({ store, clock, nudge: () => controller.nudge() })
  const controller: Controller = new Controller({
    store,
    context: { ...reconcileContext(parts, identity.sealer), wakeOn: news.wakeOn },
    reconcileFor: (type) => reconcileFor({ type, registry, fleet, reconciles }),
    fire: firingBy(registry, log),
  })
  const operations = new Operations({
    store,
    clock,
    nudge: () => controller.nudge(),
    findPerson: (objectId) => findPerson(db, objectId),
    governor: createGovernor({
      ...{ store, clock },
      types: () => registry.types,
      notice: ({ id: target, caller: { actor, correlationId } }, action, detail) =>
        identity.audit.noticed(detail, { actor, correlationId, action, target }),
    }),
  })
  const authenticate = async (authorization: string | undefined) => {
    const { objectId, name, kind, tenantId } = await identity.checkToken(authorization)
    return { objectId, name, kind, tenantId }
  }
  const arm: ArmOptions = { store, registry, operations, groupsOf: (objectId) => groupsOf(db, objectId) }
  const app = await createApp({
    ...arm,
    log,
    audit: identity.audit,
    authenticate,
    ...(parts.observe ? { observe: parts.observe } : {}),
    mount: (scope) =>
      mountDoors(scope, {
        ...{ ...parts, identity, registry, operations, authenticate },
        nudge: () => controller.nudge(),
      }),
  })
  const stopping = new AbortController()
  let usage: UsageSweeps | undefined
  return {
    app,
    controller,
    registry,
    start() {
      controller.start()
      const sweeps = startUsageSweeps({ engine: parts.engine, store, db, clock, log, meter, signal: stopping.signal })
      usage = sweeps
      startDriftSweeps({
        engineName: installation.engine,
        engine: parts.engine,
        store,
        clock,
        log,
        signal: stopping.signal,
        nudge: () => controller.nudge(),
        saw: sweeps.saw,
      })
      startDatastoreSweeps({
        ...{ store, clock, log, folders: parts.folders, signal: stopping.signal },
        nudge: () => controller.nudge(),
      })
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      identity.close()
      await app.close()
      await controller[Symbol.asyncDispose]()
      await usage?.finish().catch((err: unknown) => log.warn({ err }, 'the last measurements could not be written'))
      await store.close()
    },
  }
}

async function fleetSettings({ config, engine }: ServerParts): Promise<FleetSettings> {
  const { installation } = config
  const capabilities = await engine.capabilities()
  return {
    installationId: installation.installationId,
    engine: installation.engine,
    image: installation.image,
    sshAddress: installation.sshAddress,
    rates: readRates(installation.rates),
    host: hostCapacity(capabilities, installation),
    allowedImages: allowedImagesIn(installation.allowedImages),
    originOf: (label) => appOrigin(config, label),
  }
}

/** A real GPU is never hidden behind a simulated one. */
function hostCapacity({ cpus, memoryBytes, gpu }: EngineCapabilities, installation: Installation): HostCapacity {
  const { simulateGpu = false, osDiskGiB } = installation
  return { cpus, memoryBytes, hasGpu: gpu || simulateGpu, isGpuSimulated: simulateGpu && !gpu, osDiskGiB }
}

function reconcileContext(
  { store, clock, log, engine, config }: ServerParts,
  sealer: Sealer,
): Omit<ReconcileContext, 'wakeOn'> {
  return {
    clock,
    log,
    engine(name) {
      if (name === config.installation.engine) return engine
      throw new TerminalError('EngineNotConfigured', `The engine '${name}' is not configured here.`, {
        nextStep: 'Delete the resource, or configure the engine again.',
      })
    },
    list: (query) => store.list(query),
    get: (key) => store.get(key),
    queue: (queueKey) => store.queue(queueKey),
    usage: (ledger) => store.usage(ledger),
    unseal: (sealed, place) => sealer.open(sealed, place),
  }
}

/** The registry pairs a row with the type that wrote it; between them the model is erased. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyReconcile = Reconcile<any, any>

interface Wanted {
  readonly type: string
  readonly registry: Registry
  readonly fleet: FleetSettings
  readonly reconciles: Map<string, AnyReconcile>
}

/** A type's own reconcile, or the fleet's for a type with machines; made once per type. */
function reconcileFor({ type, registry, fleet, reconciles }: Wanted): AnyReconcile | undefined {
  const known = reconciles.get(type)
  if (known) return known
  const declared = registry.type(type)
  const made: AnyReconcile | undefined = declared?.fleet ? reconcileFleet(declared.fleet, fleet) : declared?.reconcile
  if (made) reconciles.set(type, made)
  return made
}
