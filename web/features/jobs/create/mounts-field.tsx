import { Field, Input, Select } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useText } from '../../../i18n/use-text.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import type { FieldsProps } from './basic-fields.tsx'
import type { Cluster } from './cluster-queries.ts'
import { messageAt } from './field-message.ts'
import type { JobMount } from './job-properties.ts'
import { RowGroup } from './row-group.tsx'

/** File servers that the job finds below a root of its own; mounted by its cluster or not. */
export function MountsField(
  props: FieldsProps & { readonly cluster: Cluster | undefined; readonly servers: readonly string[] },
) {
  const { draft, faults, cluster, servers, onProperties } = props
  const text = useText()
  const { mountVolumes } = draft.properties
  const mounts = mountVolumes?.fileServers ?? []
  const change = (fileServers: readonly JobMount[]) =>
    onProperties({ mountVolumes: fileServers.length === 0 ? undefined : { ...mountVolumes, fileServers } })
  const mountOf = (id: string, relativeMountPath: string): JobMount => ({
    fileServer: { id },
    relativeMountPath,
    ...(cluster?.fileServers.find((server) => server.id === id)?.isReadOnly ? { mountOptions: 'ro' } : {}),
  })
  return (
    <RowGroup
      title={text('Mount')}
      hint={text('File servers that the job finds below $AZ_BATCHAI_JOB_MOUNT_ROOT.')}
      rows={mounts}
      columns="minmax(0, 1fr) minmax(0, 1fr)"
      add={
        <ActionButton
          icon={<AddRegular />}
          label={text('Add a mount')}
          reason={servers.length > 0 ? undefined : text('There is no file server beside the cluster.')}
          onClick={() => change([...mounts, mountOf(servers[0] ?? '', '')])}
        />
      }
      fieldsOf={(mount, index) => {
        const path = ['properties', 'mountVolumes', 'fileServers', index]
        const { id: chosen } = mount.fileServer
        return (
          <>
            <Field label={text('File server')} {...messageAt(faults, [...path, 'fileServer'], text)}>
              <Select
                value={chosen}
                onChange={(_, { value }) => change(mounts.with(index, mountOf(value, mount.relativeMountPath)))}
              >
                <option value="">{text('Choose…')}</option>
                {[...new Set([...servers, chosen])]
                  .filter((id) => id !== '')
                  .map((id) => (
                    <option key={id} value={id}>
                      {id.split('/').at(-1)}
                    </option>
                  ))}
              </Select>
            </Field>
            <Field label={text('Path')} {...messageAt(faults, [...path, 'relativeMountPath'], text)}>
              <Input
                value={mount.relativeMountPath}
                placeholder="data"
                onChange={(_, { value }) => change(mounts.with(index, { ...mount, relativeMountPath: value.trim() }))}
              />
            </Field>
          </>
        )
      }}
      onRemove={(index) => change(mounts.toSpliced(index, 1))}
    />
  )
}
