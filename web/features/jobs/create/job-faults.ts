// What is wrong with a job before it is sent, each with its place. The server decides; this saves a click that it would refuse.

import type { HorovodSettings, JobDraft, JobProperties, Variable } from './job-properties.ts'
import { isMemorySize } from './memory-size.ts'
import type { Fault } from './shape.ts'
import { isWallClockTime } from './time-limit.ts'

/** What is known of the cluster it is for. */
export interface ClusterLimits {
  readonly name: string
  /** Most nodes that it may have; a manual one may be given more. */
  readonly most: number
  readonly scalesItself: boolean
}

/** `cluster`: undefined: none is chosen. */
export function faultsOf(draft: JobDraft, cluster: ClusterLimits | undefined): readonly Fault[] {
  const { name, experiment, properties } = draft
  return [
    ...nameFault(name, ['name']),
    ...nameFault(experiment, ['experiment']),
    ...(cluster === undefined ? [{ path: ['properties', 'cluster'], sentence: 'Choose a cluster.' }] : []),
    ...commandFaults(properties),
    ...containerFaults(properties),
    ...nodeFaults(properties.nodeCount, cluster),
    ...priorityFaults(properties.schedulingPriority),
    ...folderFault(properties.stdOutErrPathPrefix, ['properties', 'stdOutErrPathPrefix']),
    ...variableFaults(properties),
    ...directoryFaults(properties),
    ...mountFaults(properties),
    ...timeFaults(properties.constraints?.maxWallClockTime),
  ]
}

function nameFault(name: string, path: Fault['path']): readonly Fault[] {
  if (name === '') return [{ path, sentence: 'Give it a name.' }]
  return /^[-\w]{1,64}$/.test(name) ? [] : [{ path, sentence: 'A name has 1 to 64 letters, digits, - and _.' }]
}

/** Toolkits of which one says what runs. */
const toolkits = ['customToolkitSettings', 'customMpiSettings', 'horovodSettings']

function commandFaults(properties: JobProperties): readonly Fault[] {
  const given = toolkits.filter((toolkit) => properties[toolkit] !== undefined)
  const [toolkit] = given
  const path = ['properties', toolkit ?? 'customToolkitSettings', 'commandLine']
  if (given.length > 1) return [{ path: ['properties', given[1] ?? ''], sentence: 'Only one toolkit can start it.' }]
  const { customMpiSettings: mpi, customToolkitSettings: once, horovodSettings: horovod } = properties
  const count = (mpi ?? horovod)?.processCount
  const isCount = count === undefined || (Number.isInteger(count) && count >= 1 && count <= 10_000)
  return [
    ...(horovod !== undefined ? scriptFault(horovod) : commandFault((mpi ?? once)?.commandLine, path)),
    ...(isCount ? [] : [{ path: path.with(-1, 'processCount'), sentence: 'Give a whole number of processes.' }]),
  ]
}

function commandFault(command: string | undefined, path: Fault['path']): readonly Fault[] {
  return (command ?? '').trim() === '' ? [{ path, sentence: 'Say what it runs.' }] : []
}

function scriptFault({ pythonScriptFilePath: script }: HorovodSettings): readonly Fault[] {
  const path = ['properties', 'horovodSettings', 'pythonScriptFilePath']
  return (script ?? '').trim() === '' ? [{ path, sentence: 'Say which Python script it runs.' }] : []
}

function containerFaults({ containerSettings }: JobProperties): readonly Fault[] {
  if (containerSettings === undefined) return []
  const { image = '', credentials } = containerSettings.imageSourceRegistry ?? {}
  const path = ['properties', 'containerSettings', 'imageSourceRegistry']
  const { username = '', password = '' } = credentials ?? {}
  const { shmSize } = containerSettings
  return [
    ...(shmSize === undefined || isMemorySize(shmSize)
      ? []
      : [
          {
            path: ['properties', 'containerSettings', 'shmSize'],
            sentence: 'Give a size as Docker spells it, such as 2g or 512m.',
          },
        ]),
    ...(image === '' ? [{ path: [...path, 'image'], sentence: 'Give the image of the container.' }] : []),
    ...(credentials !== undefined && username === ''
      ? [{ path: [...path, 'credentials', 'username'], sentence: 'Give the user name.' }]
      : []),
    ...(credentials !== undefined && password === ''
      ? [{ path: [...path, 'credentials', 'password'], sentence: 'Give the password: it is shown to nobody.' }]
      : []),
  ]
}

function nodeFaults(count: number | undefined, cluster: ClusterLimits | undefined): readonly Fault[] {
  const path = ['properties', 'nodeCount']
  if (count === undefined || !Number.isInteger(count) || count < 1 || count > 100)
    return [{ path, sentence: 'Give a whole number of nodes from 1 to 100.' }]
  if (cluster === undefined || !cluster.scalesItself || count <= cluster.most) return []
  const values = { cluster: cluster.name, most: cluster.most }
  return [{ path, sentence: '{{cluster}} has at most {{most}} nodes.', values }]
}

function priorityFaults(priority: string | undefined): readonly Fault[] {
  if (priority === undefined || ['low', 'normal', 'high'].includes(priority)) return []
  return [{ path: ['properties', 'schedulingPriority'], sentence: 'The priority is low, normal or high.' }]
}

const folder = /^(?:\/|\$\{?AZ_BATCHAI_(?:MOUNT_ROOT|JOB_MOUNT_ROOT|JOB_TEMP|JOB_TEMP_DIR|SHARED_JOB_TEMP)(?![A-Z_]))/

function folderFault(path: string | undefined, place: Fault['path']): readonly Fault[] {
  if (path === undefined || path === '') return [{ path: place, sentence: 'Give a path.' }]
  if (/(?:^|\/)\.\.(?:\/|$)/.test(path)) return [{ path: place, sentence: 'A path must not lead upwards.' }]
  if (folder.test(path)) return []
  return [{ path: place, sentence: 'A path begins with / or with $AZ_BATCHAI_MOUNT_ROOT.' }]
}

function variableFaults({ environmentVariables = [], secrets = [] }: JobProperties): readonly Fault[] {
  const names = [...environmentVariables, ...secrets].map(({ name }) => name)
  const faults = (list: readonly Variable[], member: string) =>
    list.flatMap(({ name, value }, index) => {
      const path = ['properties', member, index]
      return [
        ...variableName(name, names).map((sentence) => ({ path: [...path, 'name'], sentence })),
        ...(member === 'secrets' && value === undefined
          ? [{ path: [...path, 'value'], sentence: 'Give the value: secrets are shown to nobody.' }]
          : []),
      ]
    })
  return [...faults(environmentVariables, 'environmentVariables'), ...faults(secrets, 'secrets')]
}

function variableName(name: string | undefined, all: readonly string[]): readonly string[] {
  if (!/^[A-Za-z_]\w{0,127}$/.test(name ?? '')) return ['The name of a variable has letters, digits and _.']
  if (/^(CARREL|AZ_BATCHAI)_/i.test(name ?? '')) return ['Names that begin with AZ_BATCHAI_ are kept for Carrel.']
  return all.filter((each) => each === name).length > 1 ? ['This name stands there twice.'] : []
}

function directoryFaults({ inputDirectories = [], outputDirectories = [] }: JobProperties): readonly Fault[] {
  const idFaults = (ids: readonly string[], member: string) =>
    ids.flatMap((id, index): readonly Fault[] => {
      const path = ['properties', member, index, 'id']
      if (!/^\w{1,64}$/.test(id ?? '')) return [{ path, sentence: 'An id has letters, digits and _.' }]
      if (member === 'outputDirectories' && id.toLowerCase() === 'stdouterr')
        return [{ path, sentence: 'stdouterr is there already.' }]
      return ids.indexOf(id) === index ? [] : [{ path, sentence: 'This name stands there twice.' }]
    })
  return [
    ...idFaults(
      inputDirectories.map(({ id }) => id),
      'inputDirectories',
    ),
    ...inputDirectories.flatMap(({ path }, index) =>
      folderFault(path, ['properties', 'inputDirectories', index, 'path']),
    ),
    ...idFaults(
      outputDirectories.map(({ id }) => id),
      'outputDirectories',
    ),
    ...outputDirectories.flatMap(({ pathPrefix }, index) =>
      folderFault(pathPrefix, ['properties', 'outputDirectories', index, 'pathPrefix']),
    ),
  ]
}

function mountFaults({ mountVolumes }: JobProperties): readonly Fault[] {
  return (mountVolumes?.fileServers ?? []).flatMap(({ fileServer, relativeMountPath }, index): readonly Fault[] => {
    const path = ['properties', 'mountVolumes', 'fileServers', index]
    if (!fileServer?.id) return [{ path: [...path, 'fileServer'], sentence: 'Choose a file server.' }]
    const isPath = /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/.test(relativeMountPath ?? '')
    return isPath ? [] : [{ path: [...path, 'relativeMountPath'], sentence: 'Give a relative path, such as data.' }]
  })
}

function timeFaults(time: string | undefined): readonly Fault[] {
  if (time === undefined || isWallClockTime(time)) return []
  const path = ['properties', 'constraints', 'maxWallClockTime']
  return [{ path, sentence: 'The longest time is above 0 and at most 7 days, such as PT6H.' }]
}
