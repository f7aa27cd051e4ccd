// The node's user and what belongs to them, made the same at every boot. Cheap: nothing is walked, a home that is the
// user's already is left alone.

import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { withUser } from './accounts.ts'
import { type BootConfig, homeOf, type NodeUser } from './boot-config.ts'

/** Keys the node was given; root's, so what is taken back is gone whatever the user did. */
export const keysFile = '/etc/ssh/carrel_authorized_keys'

export function makeUser(config: BootConfig): void {
  const { user } = config
  writeAccounts(user)
  attempt('write who may use sudo', () => writeSudo(user))
  makeHome(user)
  for (const folder of config.folders) attempt(`make ${folder}`, () => makeFolder(folder, user))
  attempt('write the authorized keys', () => writeKeys(config.authorizedKeys))
}

export function shellOf(): string {
  return existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh'
}

function writeAccounts(user: NodeUser): void {
  const before = { passwd: read('/etc/passwd'), group: read('/etc/group'), shadow: read('/etc/shadow') }
  const after = withUser(before, user, shellOf())
  for (const name of ['passwd', 'group', 'shadow'] as const) {
    if (after[name] !== before[name]) writeFileSync(`/etc/${name}`, after[name])
  }
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function writeSudo(user: NodeUser): void {
  const path = '/etc/sudoers.d/carrel-user'
  writeRoots(path, user.hasSudo ? `${user.name} ALL=(ALL:ALL) NOPASSWD:ALL\n` : undefined, 0o440)
}

/** Nothing is written that is there as it should be: a machine whose disk is full starts all the same. */
function writeRoots(path: string, content: string | undefined, mode: number): void {
  const there = lstatSync(path, { throwIfNoEntry: false })
  const isRoots = there?.isFile() === true && there.uid === 0 && (there.mode & 0o7777) === mode
  if (isRoots && content === readFileSync(path, 'utf8')) return
  rmSync(path, { force: true, recursive: true })
  if (content === undefined) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content, { mode })
}

/** A home that is still root's has never been used: it gets what a new account gets, and its owner last. */
function makeHome(user: NodeUser): void {
  const home = homeOf(user)
  mkdirSync(home, { recursive: true })
  if (statSync(home).uid === user.uid) return
  if (existsSync('/etc/skel')) copySkeleton('/etc/skel', home, user.uid)
  chmodSync(home, 0o750)
  chownSync(home, user.uid, user.uid)
}

function copySkeleton(from: string, to: string, uid: number): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (existsSync(target)) continue
    if (entry.isDirectory()) {
      mkdirSync(target)
      copySkeleton(source, target, uid)
    } else if (entry.isFile()) writeFileSync(target, readFileSync(source), { mode: 0o644 })
    else continue
    chownSync(target, uid, uid)
  }
}

/** Every folder of the path that has to be made is the user's. */
function makeFolder(path: string, user: NodeUser): void {
  if (existsSync(path)) return
  makeFolder(dirname(path), user)
  mkdirSync(path)
  chownSync(path, user.uid, user.uid)
}

function writeKeys(keys: readonly string[] | undefined): void {
  const lines = keys?.map((key) => `${key.replaceAll(/[\r\n]/g, ' ').trim()}\n`)
  writeRoots(keysFile, lines?.join('') || undefined, 0o644)
}

/** One folder or file that cannot be made is a line in the log, not a node that does not start. */
function attempt(what: string, act: () => void): void {
  try {
    act()
  } catch (error) {
    console.error(`cannot ${what}: ${String(error)}`)
  }
}
