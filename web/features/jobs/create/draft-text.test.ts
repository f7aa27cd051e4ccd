import { describe, expect, test } from 'vitest'
import { placedFaults, readText, writeText } from './draft-text.ts'
import { emptyDraft, type JobProperties, withMembers } from './job-properties.ts'

const whole: JobProperties = {
  cluster: { id: '/subscriptions/s/x/clusters/pool' },
  nodeCount: 2,
  schedulingPriority: 'high',
  customToolkitSettings: { commandLine: 'echo "a: b" # no comment\nsleep 1' },
  jobPreparation: { commandLine: 'true' },
  stdOutErrPathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/disks',
  inputDirectories: [{ id: 'DATA', path: '/data' }],
  outputDirectories: [{ id: 'MODEL', pathPrefix: '/out', pathSuffix: 'm' }],
  environmentVariables: [{ name: 'YES', value: 'no' }],
  secrets: [{ name: 'KEY', value: '0123' }],
  mountVolumes: { fileServers: [{ fileServer: { id: '/x' }, relativeMountPath: 'd' }], azureFileShares: [] },
  constraints: { maxWallClockTime: 'PT6H' },
}

describe('a job as text', () => {
  test.each(['JSON', 'YAML'] as const)('BA-38: comes back from %s as it went', (format) => {
    expect(readText(writeText(whole, format), format)).toEqual({ properties: whole, faults: [] })
  })

  test.each([
    ['YAML', 'properties:\n  nodeCount: two\n', 2, '{{member}} has to be a number.'],
    ['YAML', 'properties:\n  nodeCount: 1\n  nodecount: 1\n', 3, '{{member}} is not known here.'],
    ['YAML', 'properties:\n  secrets:\n    - name: A\n      value: 7\n', 4, '{{member}} has to be text.'],
    ['YAML', 'properties:\n  environmentVariables: A\n', 2, '{{member}} has to be a list.'],
    ['JSON', '{\n "properties": {\n  "cluster": "pool"\n }\n}', 3, '{{member}} has to be an object.'],
    ['JSON', '{ "nodeCount": 1 }', 1, '{{member}} is not known here.'],
  ] as const)('in %s, %j is at fault in line %i', (format, text, line, sentence) => {
    const { properties, faults } = readText(text, format)
    expect([properties, faults[0]?.line, faults[0]?.sentence]).toEqual([undefined, line, sentence])
  })

  test.each([
    ['YAML', 'properties:\n  a: [1\n'],
    ['JSON', 'properties:\n  nodeCount: 1\n'],
    ['JSON', '{ "properties": { "nodeCount": 1, } }'],
    ['YAML', ''],
    ['YAML', '&a [*a]'],
    ['YAML', 'properties:\n  jobPreparation: *'],
    ['YAML', 'properties:\n  customToolkitSettings:\n    commandLine: *.py'],
    ['YAML', 'a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c,*c]'],
  ] as const)('in %s, %j is refused with a place', (format, text) => {
    const { properties, faults } = readText(text, format)
    expect(properties).toBeUndefined()
    expect(faults[0]?.line).toBeGreaterThan(0)
  })

  test('a name that stands for nothing is at fault in its line, and what unfolds without end in the first', () => {
    const [unknown] = readText('properties:\n  nodeCount: 1\n  jobPreparation: *later\n', 'YAML').faults
    expect([unknown?.line, unknown?.values?.['message']]).toEqual([3, expect.stringContaining('later')])
    const tens = (name: string, of: string) => `${name}: &${name} [${Array(10).fill(of).join(', ')}]\n`
    const endless = [tens('a', 'x'), tens('b', '*a'), tens('c', '*b'), tens('d', '*c')].join('')
    expect(readText(endless, 'YAML').faults[0]?.line).toBe(1)
  })

  test('what has the shape of a job and is none is told with the line it stands in', () => {
    const properties = withMembers(whole, { secrets: [{ name: 'YES', value: 'x' }], nodeCount: 9 })
    const text = writeText(properties, 'YAML')
    const cluster = { name: 'pool', most: 4, scalesItself: true }
    const faults = placedFaults(text, { ...emptyDraft, name: 'train', properties }, cluster)
    const lines = text.split('\n')
    expect(faults.map(({ line, sentence }) => [lines[line - 1]?.trim(), sentence])).toEqual([
      ['nodeCount: 9', '{{cluster}} has at most {{most}} nodes.'],
      ['- name: YES', 'This name stands there twice.'],
      ['- name: YES', 'This name stands there twice.'],
    ])
  })
})
