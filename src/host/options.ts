// What the commands of `src/host` are asked with; the command line makes these, so nothing here is optional by accident.
// Each command answers the exit code and has already said everything there is to say.

import type { ReachWishes } from './choose-reach.ts'

/** Undefined: the default folder, `~/.carrel`. */
export interface DataOption {
  readonly data?: string | undefined
}

/** `up.ts`: `up(options): Promise<number>`. */
export interface UpOptions extends DataOption, ReachWishes {
  /** PostgreSQL URL; undefined: SQLite in the data folder. */
  readonly database?: string | undefined
  /** Undefined: as it was. */
  readonly simulateGpu?: boolean | undefined
  /** GiB; undefined: as it was. */
  readonly osDisk?: number | undefined
  /** What stands in for addresses of templates, as `PREFIX=PLACE`; false: nothing any more; undefined: as it was. */
  readonly templateMirror?: readonly string[] | false | undefined
  /** Templates from private addresses and by plain http too. Undefined: as it was. */
  readonly privateTemplates?: boolean | undefined
  /** Registries, or beginnings of paths in them, whose images may be named; false: the usual; undefined: as it was. */
  readonly allowImages?: readonly string[] | false | undefined
  /** False with `--no-instance`. */
  readonly instance: boolean
  /** The processes stay after the command has returned. */
  readonly detach: boolean
  /** False with `--no-install`: nothing is touched, what is missing is listed. */
  readonly install: boolean
  readonly json: boolean
  readonly yes: boolean
}

/** `down.ts`: `down(options): Promise<number>`. */
export interface DownOptions extends DataOption {
  /** Also removes instances, networks and the data folder. */
  readonly purge: boolean
  readonly yes: boolean
}

/** `status.ts`: `status(options): Promise<number>`; 0 when everything runs, 3 when not. */
export interface StatusOptions extends DataOption {
  readonly json: boolean
}

/** `logs.ts`: `logs(options): Promise<number>`. */
export interface LogsOptions extends DataOption {
  /** Undefined: both. */
  readonly process?: 'server' | 'gateway' | undefined
  readonly follow: boolean
  readonly lines: number
}

/** `supervise.ts`: `supervise(options): Promise<number>`; a hidden command that `up` starts and that runs until it is told to stop. */
export interface SuperviseOptions extends DataOption {}

/** `doctor/doctor.ts`: `doctor(options): Promise<number>`; 1 when something fails. */
export interface DoctorOptions extends DataOption {
  readonly json: boolean
}

/** `backup/backup.ts`: `backup(options): Promise<number>`. */
export interface BackupOptions extends DataOption {
  readonly file: string
  /** Homes and shares too. */
  readonly withFiles: boolean
  /** Over what is there. */
  readonly force: boolean
  readonly json: boolean
}

/** `backup/restore.ts`: `restore(options): Promise<number>`. */
export interface RestoreOptions extends DataOption {
  readonly file: string
  /** Undefined: whoever sits at the terminal is asked. */
  readonly installation?: 'keep' | 'new' | undefined
  /** PostgreSQL URL; undefined: SQLite in the data folder. */
  readonly database?: string | undefined
  /** Undefined: as it was. */
  readonly port?: number | undefined
  readonly json: boolean
}
