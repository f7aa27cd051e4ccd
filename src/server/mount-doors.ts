// What stands beside ARM on the same server: sign-in, an app's door to its instance, the gateway's door.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Operations } from '../arm/operations.ts'
import type { Registry } from '../arm/registry.ts'
import { systemClock } from '../base/clock.ts'
import { movePoolPort } from '../fleet/pool/move-pool-port.ts'
import { mountFiles } from '../http/files/mount-files.ts'
import { mountGatewayDoor } from '../http/gateway-door.ts'
import { mountGraph } from '../http/graph/mount-graph.ts'
import { mountInstanceDiscovery } from '../http/instance-discovery.ts'
import { mountInstanceDoor } from '../http/instance-door.ts'
import { mountMetadataEndpoints } from '../http/metadata-endpoints.ts'
import { mountJobFiles } from '../http/mount-job-files.ts'
import { ownInstances } from '../http/own-instances.ts'
import { mountServiceDiscovery } from '../http/service-discovery.ts'
import { mountStudio, type StudioSettings } from '../http/studio/mount-studio.ts'
import { readStudioFiles } from '../http/studio/studio-files.ts'
import { findAppSession } from '../identity/app-session.ts'
import { studioClientId } from '../identity/clients.ts'
import { issuerOf } from '../identity/discovery-document.ts'
import { groupsOf } from '../identity/groups-of.ts'
import type { Identity } from '../identity/identity.ts'
import { registerIdentity } from '../identity/register-identity.ts'
import { fileLinkPath, linkedFile } from '../providers/batchai/jobs/file-link.ts'
import { shareKey } from '../providers/machinelearning/computes/fleet-of.ts'
import { moveSshPort } from '../providers/machinelearning/computes/move-ssh-port.ts'
import type { Actor } from '../store/records.ts'
import { mountCliPackage } from './cli-package/mount-cli-package.ts'
import type { ServerParts } from './server-parts.ts'

export interface Doors extends ServerParts {
  readonly identity: Identity
  readonly registry: Registry
  readonly operations: Operations
  /** Throws ArmError 401 for anything but a good token. */
  authenticate(authorization: string | undefined): Promise<Actor>
  nudge(): void
}

export async function mountDoors(app: FastifyInstance, doors: Doors): Promise<void> {
  const { store, config, clock, log, registry, operations } = doors
  await app.register(async (scope) =>
    registerIdentity(scope, doors.identity, (objectId) => ownInstances({ store, registry }, objectId)),
  )
  await app.register(async (scope) =>
    mountGraph(scope, {
      db: doors.db,
      store,
      clock,
      log,
      audit: doors.identity.audit,
      tenantId: config.installation.tenantId,
      authenticate: (authorization) => doors.identity.checkGraphToken(authorization),
    }),
  )
  await app.register(async (scope) =>
    mountFiles(scope, {
      store,
      log,
      shares: doors.files,
      authenticate: (authorization) => doors.authenticate(authorization),
      groupsOf: (objectId) => groupsOf(doors.db, objectId),
      shareKeyOf: shareKey,
    }),
  )
  await app.register(async (scope) =>
    mountJobFiles(scope, {
      log,
      path: fileLinkPath,
      fileOf: (signature) => linkedFile(signature, doors.identity.sealer, clock.now()),
      openShare: async (key) => doors.openShare?.(key),
    }),
  )
  await app.register(async (scope) => {
    mountInstanceDoor(scope, {
      store,
      registry,
      operations,
      groupsOf: (objectId) => groupsOf(doors.db, objectId),
      labelOf: (host) => labelOf(host, config.installation.domain),
      signedIn: (request, origin) => signedIn(doors, request, origin),
    })
    mountServiceDiscovery(scope, config.endpoint)
    mountCliPackage(scope, config)
    mountStudio(scope, {
      files: await readStudioFiles(config.paths.studio),
      settings: studioSettings(config),
      origin: config.browserEndpoint,
    })
    mountInstanceDiscovery(scope, config.endpoint)
    mountMetadataEndpoints(scope, { endpoint: config.endpoint, domain: config.installation.domain })
    mountGatewayDoor(scope, {
      async moveSshPort(key, port) {
        await moveSshPort({ store, clock }, key, port)
        await movePoolPort({ store, clock }, key, port)
        doors.nudge()
      },
      recordActivity: (lastSeen) => log.debug({ apps: lastSeen.size }, 'activity'),
    })
  })
}

function studioSettings({ endpoint, installation: { tenantId } }: ServerParts['config']): StudioSettings {
  return {
    issuer: issuerOf(endpoint, tenantId),
    clientId: studioClientId,
    tenantId,
    scope: `${endpoint}/.default`,
    endpoint,
  }
}

async function signedIn({ db, config }: Doors, request: FastifyRequest, origin: string): Promise<Actor | undefined> {
  const cookie = /(?:^|;\s*)__Host-carrel_app=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  const session =
    cookie === undefined ? undefined : await findAppSession(db, cookie, { origin, now: systemClock.now() })
  return (
    session && {
      objectId: session.objectId,
      name: session.userName,
      kind: 'User',
      tenantId: config.installation.tenantId,
    }
  )
}

/** `ana-lab.localhost:8444` → `ana-lab`. */
function labelOf(host: string, domain: string): string | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '')
  const label = name.endsWith(`.${domain}`) ? name.slice(0, -domain.length - 1) : ''
  return label === '' || label.includes('.') ? undefined : label
}
