// CI-70, to mount data: what FUSE programs of a node mount, from the set-up script to the end of the instance; and what
// somebody hostile, who is root there, gets from the ways in which it is done.

import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pathsIn, readConfig } from '../../src/config.ts'
import { type Kernel, openKernel } from '../support/kernel.ts'
import { leftAfterPurge, leftBehind, mountsBelow } from '../support/left-behind.ts'
import { type Product, startProduct, until } from '../support/product.ts'
import { killProcess, untilReplaced } from '../support/product-processes.ts'
import { isRoot, skipUnlessRoot } from '../support/root.ts'
import { inline, type SetupSteps, setupSteps } from '../support/setup-steps.ts'

const name = 'mounts'
const creation = `#!/bin/bash
set -e
apt-get update -qq && apt-get install -y -qq bindfs sshfs
mkdir -p /data/deaf /srv/team && echo 'of the team' > /srv/team/table.csv && chmod 777 /srv/team
# Stands in for ssh: the other end of SFTP is on this machine.
printf '#!/bin/sh\\nexec /usr/lib/openssh/sftp-server\\n' > /usr/local/bin/to-sftp && chmod 755 /usr/local/bin/to-sftp
`
const startup = `#!/bin/bash
set -e
mkdir -p /data/team && bindfs -o allow_other /srv/team /data/team
sudo -u azureuser -i <<'EOF'
mkdir -p ~/remote && sshfs there:/srv/team ~/remote -o ssh_command=/usr/local/bin/to-sftp
EOF
`

let product: Product
let at: SetupSteps
let kernel: Kernel
skipUnlessRoot()

/** As azureuser, where JupyterLab runs what people type. */
const shell = async (command: string) => (await kernel.shell(command)).trim()
const program = (words: string) => shell(`sudo python3 ~/cloudfiles/code/fuse_program.py ${words}`)
const ask = (request: object) => program(`ask '${JSON.stringify(request)}'`)
const countStuck = 'ps -eo args | grep -c "[m]ount stuck"'
const mounted = () => shell("awk '$3 ~ /^fuse/ { print $2, $3, $4 }' /proc/mounts")

async function start(): Promise<void> {
  await at.act(name, 'start')
  await product.untilState(name, 'Running')
  kernel = await openKernel(product, name)
}

/** The server as it is with this in its configuration. */
async function configured(maxMounts: number | undefined): Promise<void> {
  const path = pathsIn(product.data).config
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), maxMounts }), { mode: 0o600 })
  await untilReplaced(product.data, 'server', await killProcess(product.data, 'server'))
  await until(async () => void (await at.show(name)))
}

describe.runIf(isRoot)('CI-70: file systems of programs', () => {
  beforeAll(async () => {
    product = await startProduct()
    at = setupSteps(product)
    await at.put(name, { creationScript: inline(creation), startupScript: inline(startup) })
    const { state } = await at.untilOver(name)
    if (state !== 'Running') throw new Error(`${await at.logOf(name)}${await at.logOf(name, 'startup')}`)
    await copyFile(join(import.meta.dirname, '../support/fuse_program.py'), join(at.shareFolder, 'fuse_program.py'))
    kernel = await openKernel(product, name)
  })
  // Idempotent: the last test does it too.
  afterAll(() => product?.[Symbol.asyncDispose]())

  test('a set-up script installs programs that mount data, and the user reads and writes it', async () => {
    expect(
      await shell('cat /data/team/table.csv ~/remote/table.csv; echo mine > ~/remote/own; cat /data/team/own'),
    ).toBe('of the team\nof the team\nmine')
    expect((await mounted()).split('\n').toSorted()).toEqual([
      expect.stringMatching(/^\/data\/team fuse(\.bindfs)? rw,nosuid,nodev,.*user_id=0.*allow_other/),
      expect.stringMatching(/^\/home\/azureuser\/remote fuse\.sshfs rw,nosuid,nodev,.*user_id=1000/),
    ])
    expect((await mountsBelow(product.data)).filter((path) => path.includes('remote'))).toEqual([])
  })

  test('after a stop the start-up script mounts it again', async () => {
    await at.act(name, 'stop')
    await product.untilState(name, 'Stopped')
    await start()
    expect(await shell('cat /data/team/table.csv ~/remote/own')).toBe('of the team\nmine')
  })

  test('the user unmounts what is theirs; root unmounts as everywhere', async () => {
    expect(await shell('fusermount3 -u ~/remote && ls ~/remote; fusermount -u /data/team')).toContain('somebody else')
    expect(await shell('sudo umount /data/team; sudo umount /mnt')).toMatch(/\/mnt: must be superuser/)
    expect(await mounted()).toBe('')
  })

  test('a mount whose program died goes by itself', async () => {
    await shell('mkdir -p ~/gone && cd / && python3 ~/cloudfiles/code/fuse_program.py mount answers ~/gone ""')
    expect(await shell('cat ~/gone/hello; pkill -9 -f "mount answers"')).toBe('data from a program')
    await until(async () => ((await mounted()).includes('gone') ? 'it is mounted' : undefined))
  })

  test('one whose program was killed with what watched it gives way to the next, and is no obstacle to a script', async () => {
    const mount = 'cd / && python3 ~/cloudfiles/code/fuse_program.py mount answers ~/again ""'
    // In a shell of its own, whose line neither pattern fits: it would end itself first.
    // What watches goes first, which would unmount what has died.
    const kill = () => shell('pkill -9 -f "fusermount.py.*agai[n]"; pkill -9 -f "mount answer[s]"')
    await shell(`mkdir -p ~/again && ${mount}`)
    await kill()
    // It is dead, or dies while it is asked.
    expect(await shell('cat ~/again/hello')).toMatch(/not connected|connection abort/)
    expect(await shell(`${mount}; cat ~/again/hello`)).toBe('data from a program')
    await kill()
    expect(await mounted()).toContain('/again')
    const unmount = 'fusermount3 -u ~/remote; sudo umount /data/team'
    await shell(unmount)
    const lastRun = async () => (await at.show(name)).setupRuns?.startup
    const before = await lastRun()
    await at.act(name, 'retrySetup', { kind: 'startup' })
    await until(async () => {
      const now = await lastRun()
      return now?.run !== before?.run && now?.state === 'succeeded' ? undefined : JSON.stringify(now)
    })
    expect(await mounted()).not.toContain('/again')
    await shell(unmount)
  })

  test.each([
    ['what the kernel keeps there', '/proc/1', /alone/],
    ['programs', '/usr/bin', /alone/],
    ['what Carrel mounts', '/carrel/door', /alone/],
    ['the home', '/home/azureuser', /mounted there or below/],
    ['a share', '/home/azureuser/cloudfiles/code/x', /shares and datastores/],
    ['a link to any of these', '/tmp/link', /a link/],
    ['a path through a link', '/tmp/link/self', /a link/],
    ['a path with dots', '/tmp/../proc', /no absolute path/],
  ])('nothing is mounted over %s', async (_what, target, why) => {
    await shell('ln -sfn /proc /tmp/link; mkdir -p ~/cloudfiles/code/x')
    const before = await mounted()
    expect(await ask({ action: 'mount', target, options: '' })).toMatch(why)
    expect(await mounted()).toBe(before)
  })

  test('a link that takes the folder’s place while it is mounted leads nowhere', async () => {
    const before = await mounted()
    const swapper = 'python3 /home/azureuser/cloudfiles/code/fuse_program.py swap /srv/place /proc'
    await shell(`sudo sh -c "${swapper} >/dev/null 2>&1 &"`)
    for (let each = 0; each < 4; each++) {
      const answer = await ask({ action: 'mount', target: '/srv/place', options: '' })
      expect(answer).toMatch(/ok|a link/)
      // The folder that was open may have the link's name by now.
      if (answer.includes('ok')) await shell('sudo umount -l /srv/place; sudo umount -l /srv/place.link')
    }
    await shell('sudo pkill -f "swap /srv/place"')
    expect(await mounted()).toBe(before)
  })

  test.each([
    ['a device', 'dev', /nothing is mounted with dev/],
    ['a program with the rights of its owner', 'suid', /nothing is mounted with suid/],
    ['another descriptor', 'fd=0', /not known/],
    ['another user', 'user_id=0', /not known/],
    ['a name of more than one line', 'fsname=a\nb', /cannot be shown/],
  ])('no option gives %s', async (_what, options, why) => {
    expect(await ask({ action: 'mount', target: '/srv/team', options })).toMatch(why)
  })

  test('a name with a comma stays a name, and is no option', async () => {
    await program(`mount answers /srv/team 'fsname=a\\,suid\\,dev,subtype=mine'`)
    expect(await shell("grep ' /srv/team ' /proc/mounts")).toMatch(/^a,suid,dev \/srv\/team fuse.mine rw,nosuid,nodev,/)
    expect(await shell('cat /srv/team/hello')).toMatch(/denied/)
    expect(await shell('sudo cat /srv/team/hello; sudo fusermount3 -u /srv/team')).toBe('data from a program')
  })

  test.each(['/mnt', '/home/azureuser/cloudfiles/code', '/carrel/boot', '/proc/sys', '/sys/firmware'])(
    'nothing but file systems of programs is unmounted: not %s',
    async (target) => {
      expect(await ask({ action: 'unmount', target, lazy: true })).toMatch(/no file system of a program/)
    },
  )

  test.each(['', '{}', '[]', '"\\ud800"', '{"action":"mount","target":7}', '{"action":"x","target":"/tmp/a"}'])(
    'a request that is none is refused: %s',
    async (request) => {
      expect(await program(`ask '${request}'`)).toMatch(/cannot be read/)
    },
  )

  test('a program that answers nobody keeps neither the mounter nor the server', async () => {
    await shell('mkdir -p ~/other')
    await program('mount deaf /data/deaf allow_other')
    expect(await ask({ action: 'mount', target: '/data/deaf/below', options: '' })).toMatch(/through a file system/)
    expect(await ask({ action: 'unmount', target: '/data/deaf/below' })).toMatch(/no file system of a program/)
    expect(await ask({ action: 'mount', target: '/data/deaf', options: '' })).toMatch(/mounted there/)
    await program('mount answers /home/azureuser/other allow_other')
    expect(await shell('cat ~/other/hello; sudo umount ~/other; sudo umount -l /data/deaf')).toBe('data from a program')
    expect(await mounted()).toBe('')
  })

  test('what is mounted goes on while the server is killed, and the next server has the door open', async () => {
    await shell('mkdir -p ~/before ~/after')
    await program('mount answers /home/azureuser/before allow_other')
    await configured(2)
    await program('mount answers /home/azureuser/after allow_other')
    expect(await shell('cat ~/before/hello ~/after/hello')).toBe('data from a program\ndata from a program')
  })

  test('no more are mounted than an administrator allows, and none where they allow none', async () => {
    expect(await ask({ action: 'mount', target: '/data/deaf', options: '' })).toMatch(/2 file systems are mounted/)
    await configured(0)
    expect(await shell('cat ~/before/hello')).toBe('data from a program')
    expect(await program('mount answers /data/deaf ""')).toMatch(
      /fusermount3: an administrator has switched this off: "maxMounts" in config.json/,
    )
    await configured(undefined)
  })

  test('NFS and CIFS are refused with what to do instead', async () => {
    for (const type of ['nfs', 'nfs4', 'cifs'])
      expect(await shell(`sudo mount -t ${type} there:/x /data/deaf`)).toMatch(
        /FUSE program.*carrel datastore publish/s,
      )
  })

  test('programs that answer for file systems may end in good order when the instance stops', async () => {
    await program('mount answers /home/azureuser/before allow_other; ls /home/azureuser/before')
    await at.act(name, 'restart')
    await product.untilState(name, 'Running')
    kernel = await openKernel(product, name)
    expect(await shell('cat ~/before.ended')).toBe('in good order')
  })

  test('an instance whose programs wait for themselves stops', async () => {
    await program('mount stuck /data/deaf allow_other')
    expect(await shell(countStuck)).toBe('1')
    await at.act(name, 'stop')
    await product.untilState(name, 'Stopped')
    await start()
  })

  test('one that runs so is deleted, also when the folder below the mount was taken away meanwhile', async () => {
    await product.createInstance('other')
    kernel = await openKernel(product, 'other')
    await shell('mkdir -p ~/taken')
    await program('mount stuck /home/azureuser/taken allow_other')
    // As an application does that has the home, too: its mount namespace is another.
    const nodes = join(pathsIn(product.data).volumes, 'nodes')
    for (const key of await readdir(nodes)) await rm(join(nodes, key, 'home/taken'), { recursive: true, force: true })
    expect(await mounted()).toBe('')
    expect(await shell(countStuck)).toBe('1')
    await at.remove('other')
    await until(async () => ((await at.isThere('other')) ? 'it is there' : undefined))
    await until(() => leftBehind(product.data))
  })

  test('the whole installation is taken away with one that runs so', async () => {
    kernel = await openKernel(product, name)
    await program('mount stuck /data/deaf allow_other')
    expect(await shell(countStuck)).toBe('1')
    const { installation } = await readConfig(product.data)
    await product[Symbol.asyncDispose]()
    expect(await leftAfterPurge(product.data, installation.installationId, installation.dockerSocket)).toEqual([])
  })
})
