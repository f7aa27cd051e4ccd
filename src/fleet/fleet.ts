// A fleet is what has machines: a compute instance is one of one node, a cluster one of many. A type that has machines
// declares `fleetOf` and `statusOf`, both pure, and has no reconcile of its own. Nodes are rows of type `nodeType` under
// the fleet's key, with the same work columns as any resource. Nothing here knows ARM or Docker.

import type { ReconcileContext } from '../control/reconcile.ts'
import type {
  DatastoreStatus,
  Endpoint,
  MachineLimits,
  Mount,
  NodeConfig,
  Sidecar,
  SidecarStatus,
} from '../engine/engine.ts'
import type { Phase, ResourceRecord } from '../store/records.ts'
import type { ListQuery } from '../store/store.ts'
import type { PoolJob, PoolSpec, PoolStatus } from './pool/pool.ts'
import type { Rates } from './usage/rates.ts'

export const nodeType = 'carrel/nodes'

export type Power = 'running' | 'stopped'

export interface FleetSpec {
  readonly engine: string
  readonly count: number
  readonly power: Power
  /** Raised by every start and restart: each node is done when it runs this boot. */
  readonly boot: number
  readonly template: NodeTemplate
  /** Its nodes come and go, and `count` says nothing; undefined: it has as many as `count`, each for good. */
  readonly pool?: PoolSpec | undefined
}

export interface NodeTemplate {
  readonly image: string
  readonly limits: MachineLimits
  /** Nodes of one network reach each other on port 22; undefined: none. */
  readonly network?: string | undefined
  /** Nodes of one cluster reach each other on every port, by their names; and nobody else reaches them. */
  readonly cluster?: string | undefined
  /** `{node}` in a volume's key stands for the node's machine key. */
  readonly mounts: readonly Mount[]
  /** Where its jobs' own mounts come and go. */
  readonly mountFolders?: readonly string[]
  readonly config: NodeConfig
  /** Scripts that belong to its start; undefined: it has none. */
  readonly setup?: NodeSetup
  /** Programs from images of their own, beside each node. */
  readonly sidecars?: readonly Sidecar[]
  /** App label → channel: the browser origins this node answers at. */
  readonly apps: readonly AppRoute[]
  /** Who alone may open the apps (CI-107). */
  readonly ownerId: string
  /** Where the gateway listens for SSH; undefined: it does not. */
  readonly ssh: Endpoint | undefined
}

export type ScriptKind = 'creation' | 'startup'

/** Scripts that a node runs as root when its apps are up: the creation script once, the other at each start. */
export interface NodeSetup {
  /** Raised to run one again. */
  readonly runs: Readonly<Record<ScriptKind, number>>
  readonly scripts: Readonly<Partial<Record<ScriptKind, NodeScript>>>
  readonly environment: Readonly<Record<string, string>>
  /** More of it, each sealed for `setupPlace` of the fleet: no row holds what they are. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Paths in the node to be links, and what they lead to. */
  readonly links: Readonly<Record<string, string>>
  /** Where its logs are stored: a folder that others may write, and the names below it. */
  readonly logFolder: { readonly root: string; readonly names: readonly string[] }
}

export interface NodeScript {
  /** Base64. */
  readonly content: string
  readonly digest: string
  readonly arguments: readonly string[]
  /** Absolute path in the node. */
  readonly folder: string
  readonly timeoutMs: number
}

export interface AppRoute {
  /** One DNS label, `<instance>-<app>`. */
  readonly label: string
  readonly channel: string
}

/** Desired of a node row. */
export interface NodeDesired {
  readonly engine: string
  readonly machineKey: string
  readonly hostname: string
  readonly power: Power
  readonly boot: number
  /** Generation of the fleet that last asked a failed node to try again. */
  readonly attempt: number
  readonly template: NodeTemplate
  /** Its storage stays when it is removed: nobody asked for that to go. */
  readonly keepsVolume?: boolean
}

export type NodePhase =
  | 'creating'
  | 'starting'
  | 'settingUp'
  | 'creationScript'
  | 'startupScript'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'removing'

/** What the node says of a script's last run, checked; its times are the node's own. */
export interface ScriptSeen {
  readonly run: number
  readonly bootId: string
  readonly digest: string
  readonly state: 'running' | 'succeeded' | 'failed'
  readonly startedAt: number
  readonly endedAt?: number | undefined
  readonly exitCode?: number | undefined
  readonly reason?: 'ExitCode' | 'TimedOut' | 'Interrupted' | 'NotStarted' | undefined
  readonly message?: string | undefined
  /** When this state of it was first heard of here. */
  readonly seenAt: number
}

export type NodeSetupSeen = Readonly<Record<ScriptKind, ScriptSeen | undefined>>

/** Observed of a node row: all the gateway needs to reach it, and all `statusOf` needs to speak of it. */
export interface NodeObserved {
  readonly phase: NodePhase
  readonly boot: number
  readonly bootId: string | undefined
  readonly endpoint: Endpoint | undefined
  /** The generation of the node that `phases` tell of. */
  readonly generation: number
  /** Phases of the present boot, stop or removal. */
  readonly phases: readonly Phase[]
  readonly cause: string | undefined
  /** By which SSH clients know the node, as it said when it last came up. Rows of before have none. */
  readonly sshHostKeys?: readonly string[]
  /** Of its scripts, as last told while they ran or when it had come up. */
  readonly setup?: NodeSetupSeen | undefined
  /** Channels of apps that its image really runs. Rows of before they were told have none. */
  readonly offers?: readonly string[] | undefined
  /** Folders of the host that it was asked to have, while it runs. */
  readonly datastores?: readonly DatastoreStatus[] | undefined
  readonly sidecars?: readonly SidecarStatus[] | undefined
  /** Milliseconds since 1970, while it is up and its supervisor does not answer. */
  readonly silentSince?: number | undefined
}

export type NodeRecord = ResourceRecord<NodeDesired, NodeObserved>

/** What a type with machines declares. */
export interface FleetType<D, O> {
  /** `beside`: the rows that `besideOf` asks for. */
  fleetOf(resource: ResourceRecord<D, O>, settings: FleetSettings, beside: readonly ResourceRecord[]): FleetSpec
  /** Rows that its fleet is made from as well; who changes one wakes it. */
  besideOf?(resource: ResourceRecord<D, O>): ListQuery | undefined
  /** `pool`: of one with a pool, what has just been seen of that; undefined while it is being deleted. */
  statusOf(resource: ResourceRecord<D, O>, nodes: readonly NodeRecord[], pool?: PoolStatus): O
  /** The jobs of its pool that are not over; without it, there never are any. */
  queueOf?(resource: ResourceRecord<D, O>, context: ReconcileContext): Promise<readonly PoolJob[]>
  /** What the nodes of these jobs have mounted for them alone, by key of the job; those with nothing may be left out. */
  mountsOfJobs?(keys: readonly string[], context: ReconcileContext): Promise<ReadonlyMap<string, readonly Mount[]>>
}

/** What the secrets of a fleet's nodes are sealed for. */
export function setupPlace(fleetKey: string): string {
  return `setup ${fleetKey}`
}

/** What the machines of an engine share. */
export interface HostCapacity {
  readonly cpus: number
  readonly memoryBytes: number
  readonly hasGpu: boolean
  /** Sizes with GPUs are taken and run without any. */
  readonly isGpuSimulated?: boolean
  /** Of each node's own disk; undefined: as on Azure. */
  readonly osDiskGiB?: number | undefined
}

/** What the installation, not the request, decides about nodes. */
export interface FleetSettings {
  readonly installationId: string
  readonly engine: string
  readonly image: string
  readonly sshAddress: string
  readonly host: HostCapacity
  /** Registries, and beginnings of paths in them, whose images may be named. */
  readonly allowedImages: readonly string[]
  /** What running costs; undefined: nothing is said of costs. */
  readonly rates?: Rates | undefined
  /** The origin a person's browser sees the app with this label at. */
  originOf(label: string): string
}
