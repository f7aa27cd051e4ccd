import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useText } from '../../../i18n/use-text.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import type { FieldsProps } from './basic-fields.tsx'
import type { Cluster } from './cluster-queries.ts'
import { messageAt } from './field-message.ts'
import type { JobMount } from './job-properties.ts'

/** File servers that the job finds below a root of its own; mounted by its cluster or not. */
export function MountsField(
  props: FieldsProps & { readonly cluster: Cluster | undefined; readonly servers: readonly string[] },
) {
  const { draft, faults, cluster, servers, onProperties } = props
  const text = useText()
  const styles = useStyles()
  const { mountVolumes } = draft.properties
  const mounts = mountVolumes?.fileServers ?? []
  const change = (fileServers: readonly JobMount[]) =>
    onProperties({ mountVolumes: fileServers.length === 0 ? undefined : { ...mountVolumes, fileServers } })
  const mountOf = (id: string, relativeMountPath: string): JobMount => ({
    fileServer: { id },
    relativeMountPath,
    ...(cluster?.fileServers.find((server) => server.id === id)?.isReadOnly ? { mountOptions: 'ro' } : {}),
  })
  const title = text('Mount')
  return (
    <fieldset className={styles.group} aria-label={title}>
      <Text weight="semibold">{title}</Text>
      <Text size={200}>{text('File servers that the job finds below $AZ_BATCHAI_JOB_MOUNT_ROOT.')}</Text>
      {mounts.map((mount, index) => {
        const path = ['properties', 'mountVolumes', 'fileServers', index]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike while they are written
          <fieldset key={index} className={styles.row} aria-label={`${title} ${index + 1}`}>
            <Field label={text('File server')} {...messageAt(faults, [...path, 'fileServer'], text)}>
              <Select
                value={mount.fileServer.id}
                onChange={(_, { value }) => change(mounts.with(index, mountOf(value, mount.relativeMountPath)))}
              >
                <option value="">{text('Choose…')}</option>
                {[...new Set([...servers, mount.fileServer.id])]
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
                className={styles.input}
                value={mount.relativeMountPath}
                placeholder="data"
                onChange={(_, { value }) => change(mounts.with(index, { ...mount, relativeMountPath: value.trim() }))}
              />
            </Field>
            <Button
              className={styles.remove}
              appearance="subtle"
              icon={<DeleteRegular />}
              aria-label={text('Remove {{name}}', { name: `${title} ${index + 1}` })}
              onClick={() => change(mounts.toSpliced(index, 1))}
            />
          </fieldset>
        )
      })}
      <div>
        <ActionButton
          icon={<AddRegular />}
          label={text('Add a mount')}
          reason={servers.length > 0 ? undefined : text('There is no file server beside the cluster.')}
          onClick={() => change([...mounts, mountOf(servers[0] ?? '', '')])}
        />
      </div>
    </fieldset>
  )
}

const useStyles = makeStyles({
  group: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, border: 'none', minWidth: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr auto',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    border: 'none',
    minWidth: 0,
    '@media (max-width: 40rem)': { gridTemplateColumns: '1fr' },
  },
  input: { width: '100%', minWidth: 0 },
  remove: { marginTop: '1.6rem', justifySelf: 'start', '@media (max-width: 40rem)': { marginTop: 0 } },
})
