// What a cluster's node runs as root at each of its boots, as one script: its user's password and key, the mounts, the
// set-up task. It goes through the machinery of set-up scripts, so that it runs once for each boot whatever is killed.

import { createHash } from 'node:crypto'
import type { NodeSetup } from '../fleet.ts'

/** Where a cluster's volumes are found in its nodes. */
export const mountRoot = '/mnt/batch/tasks/shared/LS_root/mounts'
const longestMs = 24 * 60 * 60_000

export interface NodeScriptSpec {
  readonly userName: string
  /** Folders of the node that are to be found below the mount root; `target` is made when it is missing. */
  readonly links: readonly { readonly path: string; readonly target: string }[]
  /** Each is run with the folder to mount at as its last argument. */
  readonly mountCommands: readonly { readonly path: string; readonly command: string }[]
  readonly task: SetupTask | undefined
  readonly environment: Readonly<Record<string, string>>
  /** Sealed; `CARREL_PASSWORD` and `CARREL_KEY` are the user's. */
  readonly secrets: Readonly<Record<string, string>>
}

export interface SetupTask {
  readonly commandLine: string
  /** Absolute, where its output is written. */
  readonly outputFolder: string
}

/** Exit status for a volume that could not be mounted: this and its place, those by commands first. */
const firstMount = 201
const mostMounts = 50
export const noOutputFolder = 251
const shownBytes = 64 * 1024

/** Counted from 1; undefined: it is no mount that failed. */
export function mountOfExitCode(code: number): number | undefined {
  return code >= firstMount && code < firstMount + mostMounts ? code - firstMount + 1 : undefined
}

export function nodeScript(spec: NodeScriptSpec): NodeSetup {
  const content = Buffer.from(`${lines(spec).join('\n')}\n`)
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  return {
    runs: { creation: 0, startup: 0 },
    scripts: {
      startup: { content: content.toString('base64'), digest, arguments: [], folder: '/mnt', timeoutMs: longestMs },
    },
    environment: { ...spec.environment, AZ_BATCHAI_MOUNT_ROOT: mountRoot },
    secrets: spec.secrets,
    links: {},
    logFolder: { root: '/var/log', names: ['carrel'] },
  }
}

function lines(spec: NodeScriptSpec): string[] {
  return [
    '#!/bin/bash',
    'umask 022',
    `mkdir -p ${mountRoot}`,
    ...userLines(spec.userName),
    ...(spec.links.length + spec.mountCommands.length === 0 ? [] : volumeLines(spec)),
    ...(spec.task === undefined ? [] : taskLines(spec.task)),
  ]
}

/** Nodes of a cluster know each other: whoever is signed in to one goes on to the next without being asked. */
function userLines(name: string): string[] {
  const folder = `/home/${name}/.ssh`
  return [
    `[ -z "$CARREL_PASSWORD" ] || printf '%s:%s\\n' ${quoted(name)} "$CARREL_PASSWORD" | chpasswd`,
    'if [ -n "$CARREL_KEY" ]; then',
    `  install -d -m 700 -o ${name} -g ${name} ${folder}`,
    `  (umask 077; printf '%s' "$CARREL_KEY" > ${folder}/id_ecdsa)`,
    `  printf '%s\\n' 'Host tvm-*' '  StrictHostKeyChecking no' '  UserKnownHostsFile /dev/null' '  LogLevel ERROR' > ${folder}/config`,
    `  chmod 600 ${folder}/config`,
    `  chown ${name}:${name} ${folder}/id_ecdsa ${folder}/config`,
    'fi',
    'unset CARREL_PASSWORD CARREL_KEY',
  ]
}

/**
 * A script of its own, since it is run again while the node is up (`volumes.ts` of the supervisor). It leaves alone what is
 * there and answers; a place that is another than the one a command had mounted is no longer mounted.
 */
function volumeLines({ links, mountCommands }: NodeScriptSpec): string[] {
  const script = [
    'exec 9> /run/carrel/volumes/lock',
    'flock 9',
    '. /dev/shm/carrel-volumes',
    'link() {',
    '  [ "$(readlink -- "$2")" = "$3" ] && timeout 10 stat -- "$2/" > /dev/null 2>&1 && return',
    '  mkdir -p -- "$3" "$(dirname -- "$2")" && ln -sfnT -- "$3" "$2" || exit $1',
    '}',
    'mounted() {',
    '  seen=/run/carrel/volumes/$1',
    '  is=$(timeout 10 stat -c "%d:%i %w" -- "$2" 2> /dev/null)',
    '  [ -n "$is" ] && [ "$is" = "$(cat $seen 2> /dev/null)" ] && return',
    '  [ ! -e $seen ] || umount --lazy -- "$2" 2> /dev/null',
    '  mkdir -p -- "$2"',
    '  /bin/bash -c "$3" 9>&- || exit $1',
    '  timeout 10 stat -c "%d:%i %w" -- "$2" > $seen',
    '}',
    ...mountCommands.map(({ path, command }, index) => {
      const place = quoted(`${mountRoot}/${path}`)
      return `mounted ${firstMount + index} ${place} ${quoted(`${command} ${place}`)}`
    }),
    ...links.map(({ path, target }, index) => {
      const code = firstMount + mountCommands.length + index
      return `link ${code} ${quoted(`${mountRoot}/${path}`)} ${quoted(target)}`
    }),
    'true',
  ]
  return [
    'rm -rf /run/carrel/volumes && mkdir -p -m 700 /run/carrel/volumes',
    '(umask 077; export -p > /dev/shm/carrel-volumes)',
    `printf '%s\\n' ${quoted(script.join('\n'))} > /run/carrel/mount-volumes`,
    '/bin/bash /run/carrel/mount-volumes || exit $?',
  ]
}

/** The command stands in a file of its own: it may be many lines, and may end the shell that reads it. */
function taskLines({ commandLine, outputFolder }: SetupTask): string[] {
  const end = `END_${createHash('sha256').update(commandLine).digest('hex').slice(0, 16)}`
  const file = '/run/carrel/setup-task'
  return [
    `out=${quoted(outputFolder)}`,
    'node=$(hostname)',
    `mkdir -p "$out" || exit ${noOutputFolder}`,
    `cat > ${file} <<'${end}'`,
    commandLine,
    end,
    'date -u "+%FT%TZ started" >> "$out/execution-$node.log"',
    `/bin/bash ${file} > "$out/stdout-$node.txt" 2> "$out/stderr-$node.txt" < /dev/null`,
    'code=$?',
    'date -u "+%FT%TZ ended with exit status $code" >> "$out/execution-$node.log"',
    // For those who read what the node printed: its end, since the files may be large.
    `tail -q -c ${shownBytes} "$out/stdout-$node.txt" "$out/stderr-$node.txt"`,
    '[ $code -lt 200 ] || code=200',
    '(exit $code)',
  ]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
