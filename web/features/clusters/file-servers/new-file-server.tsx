// A new file server: a name, and where. What Azure asks of its machine means nothing here, so nobody is asked.

import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../../api/api-versions.ts'
import { fileServerBody } from '../../../api/file-server-body.ts'
import { permissionsQuery, permits } from '../../../api/permissions.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { arm as addresses } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { useToasts } from '../../../ui/use-toasts.tsx'
import { placesQuery } from '../place-queries.ts'

export function NewFileServer() {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState('')
  const { data = [] } = useQuery(placesQuery(arm))
  const places = data.filter(({ kind }) => kind === 'batch')
  const place = places.find(({ id }) => id === chosen) ?? places[0]
  const rights = useQuery({ ...permissionsQuery(arm, place?.id ?? ''), enabled: place !== undefined })
  const create = useMutation({
    mutationFn: async () => {
      if (place !== undefined)
        await arm.put(addresses.fileServer(place.key, name), apiVersions.batchAi, fileServerBody())
    },
    onSuccess: async () => {
      toasts.done(text('{{name}} is made', { name }))
      setName('')
      await queryClient.invalidateQueries({ queryKey: ['file-servers'] })
    },
  })
  const mayNot = rights.data && !permits(rights.data, 'Microsoft.BatchAI/workspaces/fileServers/write')
  const reason = reasonAgainst({
    name,
    hasPlace: place !== undefined,
    mayNot: mayNot === true,
    isPending: create.isPending,
  })
  return (
    <>
      <div className={styles.line}>
        <Field label={text('Name')}>
          <Input
            value={name}
            autoComplete="off"
            spellCheck={false}
            onChange={(_, { value }) => setName(value.trim())}
          />
        </Field>
        <Field label={text('Batch AI workspace')}>
          <Select value={place?.id ?? ''} onChange={(_, { value }) => setChosen(value)}>
            {places.map(({ id, name: placeName, key }) => (
              <option key={id} value={id}>
                {`${placeName} (${key.group})`}
              </option>
            ))}
          </Select>
        </Field>
        <ActionButton
          appearance="primary"
          label={text('Make a file server')}
          reason={reason === undefined ? undefined : text(reason)}
          onClick={() => create.mutate()}
        />
      </div>
      {create.error !== null && <ErrorNote error={create.error} />}
    </>
  )
}

interface Asked {
  readonly name: string
  readonly hasPlace: boolean
  readonly mayNot: boolean
  readonly isPending: boolean
}

/** An English sentence, to be translated. */
function reasonAgainst({ name, hasPlace, mayNot, isPending }: Asked): string | undefined {
  if (isPending) return 'It is being asked for.'
  if (!hasPlace) return 'There is no Batch AI workspace yet: create a cluster in a new one first.'
  if (mayNot) return 'Your role here does not let you make file servers: Contributor or Owner does.'
  if (name === '') return 'Give it a name.'
  return /^[-\w]{1,64}$/.test(name) ? undefined : 'A name has 1 to 64 letters, digits, - or _.'
}

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
    '& > .fui-Field': { flexGrow: 1, flexBasis: '14rem', maxWidth: '24rem' },
  },
})
