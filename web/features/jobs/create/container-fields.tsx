// The container a job runs in, if any: an image, who may pull it, and the memory its processes share.

import { Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import type { FieldsProps } from './basic-fields.tsx'
import { messageAt } from './field-message.ts'
import type { Registry } from './job-properties.ts'

const path = ['properties', 'containerSettings', 'imageSourceRegistry']

export function ContainerFields({ draft, faults, onProperties }: FieldsProps) {
  const text = useText()
  const styles = useStyles()
  const { containerSettings } = draft.properties
  const registry = containerSettings?.imageSourceRegistry
  const { username = '', password = '' } = registry?.credentials ?? {}
  const change = (part: Partial<Registry>) => {
    const { credentials, ...next } = { ...registry, ...part, image: part.image ?? registry?.image ?? '' }
    const isOpen = credentials === undefined || (credentials.username === '' && (credentials.password ?? '') === '')
    const imageSourceRegistry = isOpen ? next : { ...next, credentials }
    const isNone = next.image === '' && isOpen && containerSettings?.shmSize === undefined
    onProperties({ containerSettings: isNone ? undefined : { ...containerSettings, imageSourceRegistry } })
  }
  const changeMemory = (shmSize: string) => {
    const { shmSize: _before, ...rest } = { imageSourceRegistry: { image: '' }, ...containerSettings }
    const isNone = shmSize === '' && registry?.credentials === undefined && (registry?.image ?? '') === ''
    onProperties({ containerSettings: isNone ? undefined : shmSize === '' ? rest : { ...rest, shmSize } })
  }
  return (
    <>
      <Field
        label={text('Container image')}
        hint={text('Empty: it runs on the node itself. Else in a container of this image, such as python:3.13.')}
        {...messageAt(faults, [...path, 'image'], text)}
      >
        <Input
          value={registry?.image ?? ''}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => change({ image: value.trim() })}
        />
      </Field>
      <div className={styles.row}>
        <Field
          label={text('User name at the registry')}
          {...messageAt(faults, [...path, 'credentials', 'username'], text)}
        >
          <Input
            className={styles.input}
            value={username}
            autoComplete="off"
            onChange={(_, { value }) => change({ credentials: { username: value, password } })}
          />
        </Field>
        <Field
          label={text('Password at the registry')}
          {...messageAt(faults, [...path, 'credentials', 'password'], text)}
        >
          <Input
            className={styles.input}
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(_, { value }) => change({ credentials: { username, password: value } })}
          />
        </Field>
      </div>
      <Field
        label={text('Shared memory')}
        hint={text('Of the container, such as 2g: data loaders of several processes need it. Empty: 1 GiB.')}
        {...messageAt(faults, ['properties', 'containerSettings', 'shmSize'], text)}
      >
        <Input
          className={styles.size}
          value={containerSettings?.shmSize ?? ''}
          placeholder="2g"
          autoComplete="off"
          spellCheck={false}
          onChange={(_, { value }) => changeMemory(value.trim())}
        />
      </Field>
    </>
  )
}

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    gap: tokens.spacingHorizontalM,
    '@media (max-width: 40rem)': { gridTemplateColumns: '1fr' },
  },
  input: { width: '100%', minWidth: 0 },
  size: { maxWidth: '12rem' },
})
