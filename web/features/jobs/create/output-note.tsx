// Told where what a job prints would be gone with its node; and the one step that keeps it: a file server, made if there is none.

import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiVersions } from '../../../api/api-versions.ts'
import { fileServerBody } from '../../../api/file-server-body.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses, type GroupKey } from '../../../paths.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import type { JobPart, JobProperties } from './job-properties.ts'

const madeName = 'output'

export interface OutputNoteProps {
  readonly group: GroupKey
  /** Name of the Batch AI workspace. */
  readonly batch: string
  readonly properties: JobProperties
  /** Ids of those that there are. */
  readonly servers: readonly string[]
  onProperties(part: JobPart): void
}

export function OutputNote({ group, batch, properties, servers, onProperties }: OutputNoteProps) {
  const { arm } = useStudio()
  const text = useText()
  const queryClient = useQueryClient()
  const [server] = servers
  const make = useMutation({
    mutationFn: async () => {
      const address = addresses.fileServer({ ...group, workspace: batch }, madeName)
      await arm.put(address, apiVersions.batchAi, fileServerBody())
      return address
    },
    onSuccess: async (id) => {
      await queryClient.invalidateQueries({ queryKey: ['job-file-servers'] })
      onProperties(keptOn(id, properties))
    },
  })
  const isKept = /AZ_BATCHAI_(JOB_)?MOUNT_ROOT/.test(properties.stdOutErrPathPrefix ?? '')
  if (isKept || batch === '') return undefined
  return (
    <>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          {text('What it prints would stay on its node and be gone with it: Studio could not show it.')}
        </MessageBarBody>
        <MessageBarActions>
          {server === undefined ? (
            <Button onClick={() => make.mutate()}>{text('Make a file server for it')}</Button>
          ) : (
            <Button onClick={() => onProperties(keptOn(server, properties))}>
              {text('Keep it on {{server}}', { server: server.split('/').at(-1) ?? '' })}
            </Button>
          )}
        </MessageBarActions>
      </MessageBar>
      {make.error !== null && <ErrorNote error={make.error} />}
    </>
  )
}

/** Mounted for this job, and written to. */
function keptOn(id: string, { mountVolumes }: JobProperties): JobPart {
  const name = id.split('/').at(-1) ?? ''
  const others = (mountVolumes?.fileServers ?? []).filter(({ relativeMountPath }) => relativeMountPath !== name)
  return {
    mountVolumes: { ...mountVolumes, fileServers: [...others, { fileServer: { id }, relativeMountPath: name }] },
    stdOutErrPathPrefix: `$AZ_BATCHAI_JOB_MOUNT_ROOT/${name}`,
  }
}
