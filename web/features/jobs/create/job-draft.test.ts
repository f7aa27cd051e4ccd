import { describe, expect, test } from 'vitest'
import type { Job } from '../job.ts'
import { batchAiLines, carrelLines, templateOf } from './equivalents.ts'
import { type ClusterLimits, faultsOf } from './job-faults.ts'
import { emptyDraft, type JobDraft, type JobPart, withMembers } from './job-properties.ts'
import { draftLike, nextName } from './prefill.ts'
import { readTime, writeTime } from './time-limit.ts'

const pool: ClusterLimits = { name: 'pool', most: 2, scalesItself: true }
const key = { subscription: 's', group: 'g', batch: 'lab', experiment: 'default', job: 'train' }
const good: JobDraft = {
  name: 'train',
  experiment: 'default',
  properties: {
    cluster: { id: '/x/clusters/pool' },
    nodeCount: 1,
    schedulingPriority: 'normal',
    customToolkitSettings: { commandLine: "echo 'hi'" },
    stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/disks',
  },
}
const draftWith = (part: JobPart): JobDraft => ({ ...good, properties: withMembers(good.properties, part) })
const sentences = (draft: JobDraft, cluster: ClusterLimits | undefined = pool) =>
  faultsOf(draft, cluster).map(({ path, sentence }) => [path.at(-1), sentence])

describe('what is wrong with a job', () => {
  test('is nothing where nothing is', () => {
    expect(sentences(good)).toEqual([])
    expect(sentences(emptyDraft).map(([member]) => member)).toEqual(['name', 'commandLine', 'stdOutErrPathPrefix'])
    expect(faultsOf(good, undefined)[0]?.sentence).toBe('Choose a cluster.')
  })

  test.each<[JobPart, string]>([
    [{ nodeCount: 3 }, '{{cluster}} has at most {{most}} nodes.'],
    [{ nodeCount: 1.5 }, 'Give a whole number of nodes from 1 to 100.'],
    [{ nodeCount: undefined }, 'Give a whole number of nodes from 1 to 100.'],
    [{ schedulingPriority: 'urgent' }, 'The priority is low, normal or high.'],
    [{ stdOutErrPathPrefix: 'out' }, 'A path begins with / or with $AZ_BATCHAI_MOUNT_ROOT.'],
    [{ stdOutErrPathPrefix: '/a/../b' }, 'A path must not lead upwards.'],
    [{ environmentVariables: [{ name: '1', value: '' }] }, 'The name of a variable has letters, digits and _.'],
    [
      { environmentVariables: [{ name: 'AZ_BATCHAI_X', value: '' }] },
      'Names that begin with AZ_BATCHAI_ are kept for Carrel.',
    ],
    [{ secrets: [{ name: 'A' } as { name: string; value: string }] }, 'Give the value: secrets are shown to nobody.'],
    [{ inputDirectories: [{ id: 'a b', path: '/a' }] }, 'An id has letters, digits and _.'],
    [{ outputDirectories: [{ id: 'StdOutErr', pathPrefix: '/a' }] }, 'stdouterr is there already.'],
    [{ mountVolumes: { fileServers: [{ fileServer: { id: '' }, relativeMountPath: 'a' }] } }, 'Choose a file server.'],
    [
      { mountVolumes: { fileServers: [{ fileServer: { id: 'x' }, relativeMountPath: '../a' }] } },
      'Give a relative path, such as data.',
    ],
    [{ customToolkitSettings: undefined, customMpiSettings: { commandLine: ' ' } }, 'Say what it runs.'],
    [{ customMpiSettings: { commandLine: 'a' } }, 'Only one toolkit can start it.'],
    [
      { customToolkitSettings: undefined, customMpiSettings: { commandLine: 'a', processCount: 0 } },
      'Give a whole number of processes.',
    ],
    [
      { customToolkitSettings: undefined, horovodSettings: { pythonScriptFilePath: ' ' } },
      'Say which Python script it runs.',
    ],
    [
      { customToolkitSettings: undefined, horovodSettings: { pythonScriptFilePath: 'a.py', processCount: 0.5 } },
      'Give a whole number of processes.',
    ],
    [{ containerSettings: { imageSourceRegistry: { image: '' } } }, 'Give the image of the container.'],
    [
      { containerSettings: { imageSourceRegistry: { image: 'a' }, shmSize: '2 gigabytes' } },
      'Give a size as Docker spells it, such as 2g or 512m.',
    ],
    [
      { containerSettings: { imageSourceRegistry: { image: 'a', credentials: { username: 'u' } } } },
      'Give the password: it is shown to nobody.',
    ],
    [{ constraints: { maxWallClockTime: 'P8D' } }, 'The longest time is above 0 and at most 7 days, such as PT6H.'],
  ])('%j: %s', (part, sentence) => {
    expect(sentences(draftWith(part)).map(([, told]) => told)).toEqual([sentence])
  })

  test.each(['2g', '512m', '1.5GiB', '64 mb', '1048576'])('takes %s for a size of memory', (shmSize) => {
    const containerSettings = { imageSourceRegistry: { image: 'a' }, shmSize }
    expect(sentences(draftWith({ containerSettings }))).toEqual([])
  })

  test('a cluster that is kept at a number may be given more: its job waits', () => {
    expect(sentences(draftWith({ nodeCount: 9 }), { ...pool, scalesItself: false })).toEqual([])
  })
})

describe('the same job from elsewhere', () => {
  test('BA-38: is a short line of carrel where that can say it', () => {
    expect(carrelLines(draftWith({ constraints: { maxWallClockTime: 'PT6H' } }), key)).toBe(
      `carrel job submit train --cluster pool --time PT6H --output-path '$AZ_BATCHAI_MOUNT_ROOT/disks' -- 'echo '\\''hi'\\'''`,
    )
  })

  test('BA-38: names what starts it, and its image', () => {
    const draft = draftWith({
      customToolkitSettings: undefined,
      customMpiSettings: { commandLine: 'hostname', processCount: 4 },
      containerSettings: { imageSourceRegistry: { image: 'python:3.13' } },
    })
    expect(carrelLines(draft, key)).toMatch(/--mpi --processes 4 --image python:3.13 .* -- hostname$/)
  })

  test('BA-38: is the line of az with its file, and no copy takes the secrets along', () => {
    const credentials = { username: 'u', password: 'hidden' }
    const draft = draftWith({
      secrets: [{ name: 'KEY', value: 'hidden' }],
      containerSettings: { imageSourceRegistry: { image: 'a/b', credentials } },
    })
    const lines = [carrelLines(draft, key), batchAiLines('az', draft, key), templateOf(draft, key)]
    expect(lines.filter((each) => each.includes('hidden'))).toEqual([])
    expect(lines[0]).toContain(
      'carrel batchai job create --name train --cluster pool --experiment default --workspace lab',
    )
    expect(lines[1]).toContain('az batchai job create')
    const resources = JSON.parse(lines[2] ?? '').resources
    expect(resources.map(({ name }: { name: string }) => name)).toEqual(['lab/default', 'lab/default/train'])
  })
})

describe('a job like another', () => {
  test('has what was asked for, under the next name, and nothing that only the server says', () => {
    const properties = {
      ...good.properties,
      executionState: 'failed',
      nodes: ['a'],
      constraints: { maxWallClockTime: 'P7D' },
    }
    const job = { name: 'train', experiment: 'trial', properties } as unknown as Job
    expect(draftLike(job)).toEqual({ ...good, name: 'train-2', experiment: 'trial' })
    expect(['train-2', 'a-b', `${'x'.repeat(64)}`].map(nextName)).toEqual(['train-3', 'a-b-2', `${'x'.repeat(62)}-2`])
  })

  test('a time is read in the unit it is whole in, and written back', () => {
    expect(['PT6H', 'P1DT2H', '06:30:00', 'P7D', 'PT90S'].map(readTime)).toEqual([
      { number: '6', unit: 'hours' },
      { number: '26', unit: 'hours' },
      { number: '390', unit: 'minutes' },
      { number: '7', unit: 'days' },
      undefined,
    ])
    expect([writeTime('6', 'hours'), writeTime('2', 'days'), writeTime('', 'days')]).toEqual(['PT6H', 'P2D', undefined])
  })
})
