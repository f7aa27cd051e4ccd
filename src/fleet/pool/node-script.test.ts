import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mountOfExitCode, type NodeScriptSpec, nodeScript } from './node-script.ts'

const spec: NodeScriptSpec = {
  userName: 'ana',
  links: [{ path: 'a/b', target: "/srv/it's here" }],
  mountCommands: [{ path: 'own', command: `mount 'with "quotes"' $HOME` }],
  task: { commandLine: "echo 'one\ntwo'\nexit 3", outputFolder: "/mnt/o'clock" },
  environment: { COLOUR: 'red' },
  secrets: { CARREL_PASSWORD: 'sealed' },
}

function textOf(of: NodeScriptSpec): string {
  return Buffer.from(nodeScript(of).scripts.startup?.content ?? '', 'base64').toString('utf8')
}

test('what a node runs is a script that bash reads, whatever stands in it', () => {
  for (const each of [spec, { ...spec, links: [], mountCommands: [], task: undefined }])
    execFileSync('bash', ['-n'], { input: textOf(each) })
})

test('BA-14: a volume that has gone is mounted again, and one that is there is left alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carrel-volumes-'))
  const [link, own, count, disk] = ['mounts/link', 'mounts/own', 'count', 'disk'].map((name) => join(folder, name))
  if (!link || !own || !count || !disk) throw new Error('no paths')
  const volumes = {
    links: [{ path: 'link', target: disk }],
    mountCommands: [{ path: 'own', command: `echo >> ${count}; ls` }],
  }
  const body = textOf({ ...spec, ...volumes, task: undefined })
  const here = body
    .slice(body.indexOf('rm -rf /run'))
    .replaceAll('/mnt/batch/tasks/shared/LS_root/mounts', join(folder, 'mounts'))
    .replaceAll('/run/carrel', join(folder, 'run'))
    .replaceAll('/dev/shm', folder)
  const again = () => execFileSync('bash', [join(folder, 'run', 'mount-volumes')])
  const mountings = () => readFileSync(count, 'utf8').length
  execFileSync('bash', [], { input: here })
  expect([readlinkSync(link), existsSync(own), mountings()]).toEqual([disk, true, 1])
  again()
  expect(mountings()).toBe(1)
  // What is not there as it was is dead, also where something else has taken its place.
  rmSync(link)
  rmSync(own, { recursive: true })
  mkdirSync(join(folder, 'other'))
  mkdirSync(own)
  again()
  expect([readlinkSync(link), existsSync(own), mountings()]).toEqual([disk, true, 2])
  rmSync(folder, { recursive: true })
})

test('a set-up task is handed over word for word, and its output folder as one word', () => {
  const body = textOf(spec).slice(textOf(spec).indexOf('out='))
  const script = body.replace('mkdir -p "$out"', 'printf "%s" "$out"').replace('cat > /run/carrel/setup-task', 'cat')
  const lines = script.split('\n')
  const end = lines.findIndex((line) => line.startsWith('date '))
  const printed = execFileSync('bash', [], {
    input: `${lines.slice(0, end).join('\n')}\n`,
    encoding: 'utf8',
  })
  expect(printed).toBe(`/mnt/o'clock${spec.task?.commandLine}\n`)
})

test('secrets stay sealed beside what is no secret', () => {
  const setup = nodeScript(spec)
  expect(setup.secrets).toEqual({ CARREL_PASSWORD: 'sealed' })
  expect(setup.environment).toEqual({
    COLOUR: 'red',
    AZ_BATCHAI_MOUNT_ROOT: '/mnt/batch/tasks/shared/LS_root/mounts',
  })
  expect(textOf(spec)).not.toContain('sealed')
})

test.each([
  [200, undefined],
  [201, 1],
  [250, 50],
  [251, undefined],
])('exit status %i is the failure of mount %j', (code, mount) => {
  expect(mountOfExitCode(code)).toBe(mount)
})
