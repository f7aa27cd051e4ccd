// The way between the nodes of one job: on each of them an sshd for root with a key that is this job's own, so that `ssh`
// and `mpirun` in the job reach the others by name and are not asked. Promise: what comes in by it has the job's variables,
// runs below it, and ends with it, wherever it has gone.

import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { startJobProcess } from './job-process.ts'
import type { JobPeers } from './job-request.ts'
import { sshAnswers } from './ssh-answers.ts'
import { shellOf } from './user.ts'

const sshd = '/usr/sbin/sshd'
/** Read by ssh before anything else that holds for all of the node's users. */
const clientSettings = '/etc/ssh/ssh_config.d/00-carrel-job.conf'
const alias = 'carrel-job'
const openMs = 20_000
const lookMs = 20

export interface JobDoor {
  /** Ends all that came in by it. */
  close(): Promise<void>
}

export interface Doorway {
  readonly peers: JobPeers
  /** Root's, and this attempt's alone. */
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  readonly workFolder: string
  /** A command that runs the script behind descriptor 4 elsewhere, where the job is; undefined: that is in the node. */
  readonly within?: readonly string[] | undefined
}

/** Undefined: this image has no sshd. Throws when it cannot be opened. */
export async function openDoor(doorway: Doorway): Promise<JobDoor | undefined> {
  if (!existsSync(sshd)) return undefined
  const { folder, peers } = doorway
  writeFiles(doorway)
  let over = false
  const server = startJobProcess({
    commandLine: `exec ${sshd} -D -e -f ${folder}/sshd_config`,
    environment: process.env,
    folder,
    stdout: `${folder}/sshd.log`,
    stderr: `${folder}/sshd.log`,
    scriptPath: `${folder}/sshd.sh`,
  })
  const ended = server.ended.then(
    () => undefined,
    () => undefined,
  )
  void ended.then(() => (over = true))
  const close = once(async () => {
    await server.stop()
    rmSync(clientSettings, { force: true })
    for (const place of [folder, clientFolder(doorway)]) rmSync(place, { recursive: true, force: true })
  })
  const giveUpAt = performance.now() + openMs
  while (!(await sshAnswers(peers.port))) {
    if (over || performance.now() > giveUpAt) {
      await close()
      throw new Error(`the node cannot let the job's other nodes in at port ${peers.port}`)
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
  return { close }
}

/** Where `ssh` finds what it needs: in a container it sees the job's own folder, and not the node's. */
function clientFolder({ within, folder, workFolder }: Doorway): string {
  return within === undefined ? folder : `${workFolder}/.peers`
}

function writeFiles(doorway: Doorway): void {
  const { peers, folder } = doorway
  const client = clientFolder(doorway)
  for (const place of [folder, client]) {
    rmSync(place, { recursive: true, force: true })
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
    // Not one that somebody has made in between: it would be his, and the key in it.
    mkdirSync(place, { mode: 0o700 })
  }
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const files = {
    [`${folder}/key`]: peers.privateKey,
    [`${folder}/authorized_keys`]: `${peers.publicKey}\n`,
    [`${folder}/enter`]: enterScript(doorway),
    [`${folder}/sshd_config`]: serverSettings(peers.port, folder),
    [`${client}/key`]: peers.privateKey,
    [`${client}/known_hosts`]: `${alias} ${peers.publicKey}\n`,
    [`${client}/ssh_config`]: clientLines(peers, client),
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(path, text, { mode: 0o600 })
  if (doorway.within !== undefined) return
  mkdirSync(dirname(clientSettings), { recursive: true })
  writeFileSync(clientSettings, clientLines(peers, client), { mode: 0o644 })
  chmodSync(clientSettings, 0o644)
}

/** One key is the job's: its nodes know each other by it, and let each other in. */
function serverSettings(port: number, folder: string): string {
  const lines = [
    `Port ${port}`,
    `HostKey ${folder}/key`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    'AllowUsers root',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM yes',
    'PidFile none',
    'PrintMotd no',
    'UseDNS no',
    'LogLevel ERROR',
    'MaxStartups 200',
    `ForceCommand ${shellOf()} ${folder}/enter`,
  ]
  return `${lines.join('\n')}\n`
}

/** For root alone: the cluster's user has a way of his own. */
function clientLines({ names, port }: JobPeers, folder: string): string {
  const lines = [
    `Match localuser root user root host ${names.join(',')}`,
    `  Port ${port}`,
    `  IdentityFile ${folder}/key`,
    '  IdentitiesOnly yes',
    `  HostKeyAlias ${alias}`,
    `  UserKnownHostsFile ${folder}/known_hosts`,
    '  StrictHostKeyChecking yes',
    '  BatchMode yes',
    '  LogLevel ERROR',
  ]
  return `${lines.join('\n')}\n`
}

function enterScript({ environment, workFolder, within }: Doorway): string {
  const settings = Object.entries(environment)
    .filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
    .map(([name, value = '']) => `export ${name}=${quoted(value)}`)
  const inNode = [
    `cd ${quoted(workFolder)} || exit 1`,
    `[ -n "$SSH_ORIGINAL_COMMAND" ] || exec ${shellOf()}`,
    `exec ${shellOf()} -c "$SSH_ORIGINAL_COMMAND"`,
  ]
  const elsewhere = ['exec 4<<< "$SSH_ORIGINAL_COMMAND"', `exec ${(within ?? []).map(quoted).join(' ')}`]
  return `${[...settings, ...(within === undefined ? inNode : elsewhere)].join('\n')}\n`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= act()
    return done
  }
}
