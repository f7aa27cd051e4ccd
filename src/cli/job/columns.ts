import type { Column } from '../output/listing.ts'
import { commandOf, isOver, type JobDocument, type JobFile } from './job-document.ts'

export const jobColumns: Column<JobDocument>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'CLUSTER', cell: ({ properties }) => properties.cluster.id.split('/').at(-1) },
  { title: 'NODES', cell: ({ properties }) => String(properties.nodeCount) },
  { title: 'PRIORITY', cell: ({ properties }) => properties.schedulingPriority },
  { title: 'STATE', cell: ({ properties }) => properties.executionState },
  { title: 'EXIT', cell: ({ properties }) => properties.executionInfo?.exitCode },
  { title: 'CREATED', cell: ({ properties }) => properties.creationTime },
]

export const jobDetails: Column<JobDocument>[] = [
  { title: 'COMMAND', cell: commandOf },
  { title: 'IMAGE', cell: ({ properties }) => properties.containerSettings?.imageSourceRegistry.image },
  { title: 'TOOLKIT', cell: ({ properties }) => properties.toolType },
  {
    title: 'PROCESSES',
    cell: ({ properties }) => (properties.customMpiSettings ?? properties.horovodSettings)?.processCount,
  },
  { title: 'OUTPUT', cell: ({ properties }) => properties.stdOutErrPathPrefix },
  { title: 'STARTED', cell: ({ properties }) => properties.executionInfo?.startTime },
  { title: 'ENDED', cell: (job) => (isOver(job) ? job.properties.executionInfo?.endTime : undefined) },
  {
    title: 'ERRORS',
    cell: ({ properties }) => properties.executionInfo?.errors.map(({ message }) => message).join(' ') || undefined,
  },
]

export const fileColumns: Column<JobFile>[] = [
  { title: 'NAME', cell: ({ name, fileType }) => (fileType === 'directory' ? `${name}/` : name) },
  { title: 'BYTES', cell: ({ properties }) => properties.contentLength },
  { title: 'CHANGED', cell: ({ properties }) => properties.lastModified },
]
