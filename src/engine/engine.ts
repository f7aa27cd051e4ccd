// Where machines come from.
//
// An engine turns a `MachineSpec` into a running machine and says how far it is. It keeps no state of its own: machine
// keys come from the installation and the resource id, so a second attempt meets the first, and the key and id are
// labels on what it makes, so `listMachines` after any crash finds everything. Every method is idempotent and returns
// soon; nobody waits inside an engine, the controller asks again. "This can never work" is a `TerminalError`, everything
// else is retried. `test/contract/engine.contract.ts` holds every implementation to this page.
//
// `connect` is the only way into a machine: apps, terminal, SSH, jobs, scripts, probes. What listens at the other end is
// the supervisor, and the key of a boot dies with the boot.

import type { Duplex } from 'node:stream'

/** Names a machine on its engine: `c-<installation>-<hash of the node's id>`; lower case, at most 40 characters. */
export type MachineKey = string
/** Names storage that outlives a machine. */
export type VolumeKey = string

export interface MachineSpec {
  readonly key: MachineKey
  /** Id of the node, for people and for finding it again. */
  readonly nodeId: string
  readonly hostname: string
  readonly image: string
  /** Raised to ask for a fresh boot; a machine running an older boot is stopped and started again. */
  readonly boot: number
  readonly limits: MachineLimits
  readonly mounts: readonly Mount[]
  /** Absolute folders, fixed for the machine's life: shares in them may come and go while it runs. */
  readonly mountFolders?: readonly string[] | undefined
  /**
   * Any text. Machines of one network reach each other's sshd at `endpoint.host`, port 22, and nothing else of each other;
   * a machine of none reaches no other. A change takes effect when it starts.
   */
  readonly network?: string | undefined
  /**
   * Any text, fixed for the machine's life. Machines of one cluster reach each other on every port, by hostname too. No
   * other machine reaches them, nor they any other, but for what the network gives; all of one cluster have the same one.
   */
  readonly cluster?: string | undefined
  /** Handed to the supervisor at each boot. */
  readonly config: NodeConfig
  /** A change is applied while it runs. */
  readonly sidecars?: readonly Sidecar[] | undefined
}

/**
 * A program from an image of its own, beside a machine: in its network, so that each finds the other at 127.0.0.1 and
 * `connect` reaches it as `port:<n>`; started when the machine runs, stopped and removed with it. Its image is fetched
 * when it is missing. What goes wrong with it is told in its status and is nothing to the machine.
 */
export interface Sidecar {
  /** Letters, digits, `_` and `-`, at most 32; unique in the machine without regard to case. */
  readonly name: string
  /** With tag or digest. */
  readonly image: string
  readonly environment: Readonly<Record<string, string>>
  readonly limits: Omit<MachineLimits, 'gpus'>
  readonly mounts: readonly SidecarMount[]
}

export type SidecarMount =
  /** A folder of the machine, on one of its volumes or shares; made for its user when it is absent. */
  | { readonly path: string; readonly source: string; readonly isReadOnly: boolean }
  | { readonly path: string; readonly memoryBytes: number }

export interface SidecarStatus {
  readonly name: string
  /** `preparing`: ask again. `failed`: until the machine's next start, or until it is asked for otherwise. */
  readonly phase: 'preparing' | 'running' | 'failed'
  readonly fault?: { readonly code: string; readonly message: string } | undefined
}

/**
 * A file system of another image in a running machine: its supervisor starts programs there, with the annex's name, which
 * are the machine's in all but their root: processes, network, mounts, devices and limits. It is there for one job: a
 * machine has one at a time, and it ends with the machine. Its image is fetched when it is missing.
 */
export interface Annex {
  /** Lower-case letters, digits and `-`, at most 80. */
  readonly name: string
  /** With tag or digest; it needs `/bin/sh`. */
  readonly image: string
  /** For its registry, when it has to be fetched. */
  readonly credentials?: { readonly username: string; readonly password: string } | undefined
  /** Of its own /dev/shm; undefined: as much as the machine's. What lies there counts against the machine's memory. */
  readonly sharedMemoryBytes?: number | undefined
}

export interface AnnexStatus {
  /** `preparing`: ask again. */
  readonly phase: 'preparing' | 'ready' | 'failed'
  readonly fault?: { readonly code: string; readonly message: string } | undefined
}

export interface MachineLimits {
  readonly cpus: number
  readonly memoryBytes: number
  readonly pids: number
  readonly gpus: number
  /** Of the disk at /mnt, where the host can hold a machine to it; of one that runs it changes with its next start. */
  readonly temporaryDiskBytes?: number
  /** Of what it writes beside its mounts, where the host can hold a machine to it. Fixed for the machine's life. */
  readonly osDiskBytes?: number
}

export interface Mount {
  /** Absolute path in the machine. */
  readonly path: string
  /**
   * A volume is this machine's own storage; a share is a folder several machines see; a datastore is a folder of the host
   * that somebody published under the key. That one may come and go while machines run: when it is not there, or cannot be
   * mounted, the machine does without.
   */
  readonly source: { readonly kind: 'volume' | 'share' | 'datastore'; readonly key: string }
  readonly isReadOnly: boolean
  /** Of a datastore: changes with what lies behind its key; undefined: nothing does at present. */
  readonly version?: string | undefined
}

/** A datastore as a running machine has it. */
export interface DatastoreStatus {
  readonly key: string
  /** Of the mount, as it was asked for. */
  readonly path: string
  readonly isReadOnly: boolean
  readonly version: string | undefined
  /** Why it is not mounted; undefined: it is. */
  readonly fault?: string | undefined
}

/** What differs from one node to the next and one boot to the next; never part of the image. */
export interface NodeConfig {
  readonly user: { readonly name: string; readonly uid: number; readonly hasSudo: boolean }
  /** OpenSSH public keys; undefined: sshd is not started. */
  readonly authorizedKeys: readonly string[] | undefined
  /** True: its user may sign in by SSH with a password too, once a script has set one. */
  readonly allowsPassword?: boolean
  readonly environment: Readonly<Record<string, string>>
  /** Folders to make for the user before anything starts, absolute. */
  readonly folders: readonly string[]
  readonly apps: readonly ('lab' | 'term')[]
  /** The origin the browser sees an app at, for its own checks. */
  readonly origins: Readonly<Record<string, string>>
}

export type MachinePhase = 'creating' | 'starting' | 'running' | 'stopping' | 'stopped'

export interface MachineStatus {
  readonly key: MachineKey
  readonly nodeId: string
  readonly phase: MachinePhase
  /** The boot that was asked for when it last started; 0: never started. */
  readonly boot: number
  /** Changes with every actual start; the channel key is derived from it. Undefined unless running. */
  readonly bootId: string | undefined
  /** Where the supervisor answers; undefined unless running. */
  readonly endpoint: Endpoint | undefined
  /** Why it is not what was asked, when the engine knows: OsDiskLost, OutOfMemory, Exited. */
  readonly cause: string | undefined
  /** Of a running machine that was asked to have any, in the order asked for. Only `ensureMachine` tells. */
  readonly datastores?: readonly DatastoreStatus[]
  /** Of a running machine that has any. A list of machines says only which run. */
  readonly sidecars?: readonly SidecarStatus[]
}

/** What a running machine used. Counters begin at its start and only grow; what cannot be told is undefined. */
export interface MachineUsage {
  readonly cpuNanoseconds: number
  /** Held now, without what it would give back at once. */
  readonly memoryBytes: number
  readonly networkInBytes: number | undefined
  readonly networkOutBytes: number | undefined
}

export interface Endpoint {
  readonly host: string
  readonly port: number
}

export interface EngineCapabilities {
  readonly gpu: boolean
  /** What the engine's machines share, for capping and admission. */
  readonly cpus: number
  readonly memoryBytes: number
}

/** `lab`, `term`, `ssh`, `control`, or `port:<n>`. */
export type Channel = string

export interface Engine {
  readonly name: 'docker' | 'kubernetes' | 'memory'
  capabilities(): Promise<EngineCapabilities>
  /** Makes it so, or takes the next step and says how far it is. */
  ensureMachine(spec: MachineSpec): Promise<MachineStatus>
  inspectMachine(key: MachineKey): Promise<MachineStatus | undefined>
  /** Absent or stopped is success; the status says whether it is done. */
  stopMachine(key: MachineKey): Promise<MachineStatus | undefined>
  /** True when nothing of the machine is left; its volumes stay. Absent is success. */
  removeMachine(key: MachineKey): Promise<boolean>
  /** Ours, by label: finds orphans and drift. */
  listMachines(): AsyncIterable<MachineStatus>
  /** Removes storage that no machine uses any more. Absent is success. */
  removeVolume(key: VolumeKey): Promise<void>
  /** Makes it so, in place of any other annex of the machine, or takes the next step. Throws unless the machine runs. */
  ensureAnnex(key: MachineKey, annex: Annex): Promise<AnnexStatus>
  /** True when nothing is left of it, and nothing is being done to make it. Absent is success. */
  removeAnnex(key: MachineKey, name: string): Promise<boolean>
  connect(key: MachineKey, channel: Channel): Promise<Duplex>
  /** Cheap enough to be asked of every machine four times a minute. Undefined: it does not run. Absent: nobody can tell. */
  measureMachine?(key: MachineKey): Promise<MachineUsage | undefined>
  /** Bytes of its own volume and of what it wrote beside its image; may take minutes. Absent: nobody can tell. */
  measureDisk?(key: MachineKey): Promise<number | undefined>
  /**
   * Hints to look sooner; never the only way. `back`: it can be asked, as it could not before or not for sure; what
   * happened meanwhile was not hinted at.
   */
  events?(signal: AbortSignal): AsyncIterable<MachineKey | 'back'>
}
