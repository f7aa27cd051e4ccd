// Sets how many cores of a family, or in all, may be held: what is held already stays held.

import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { permissionsQuery, permits } from '../../api/permissions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { useToasts } from '../../ui/use-toasts.tsx'
import type { Usage } from './usage-queries.ts'
import { usageTitle } from './usage-title.ts'

const change = 'Microsoft.MachineLearningServices/locations/updateQuotas/action'

export interface LimitFormProps {
  readonly subscription: string
  readonly usages: readonly Usage[]
}

export function LimitForm({ subscription, usages }: LimitFormProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState('')
  const [written, setWritten] = useState('')
  const usage = usages.find(({ family }) => family === chosen) ?? usages[0]
  const family = usage?.family ?? ''
  const isNumber = /^\d{1,6}$/.test(written)
  const mine = useQuery(permissionsQuery(arm, addresses.subscription(subscription))).data
  const save = useMutation({
    mutationFn: () =>
      arm.post(addresses.updateQuotas(subscription), apiVersions.machineLearning, {
        value: [{ id: addresses.quota(subscription, family), limit: Number(written), unit: 'Count' }],
      }),
    onSuccess: async () => {
      setWritten('')
      toasts.done(text('The limit is changed.'))
      await Promise.all(['usages', 'sizes'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    },
  })
  const reasons = [
    mine !== undefined && !permits(mine, change) ? text('You may not change limits here.') : undefined,
    isNumber ? undefined : text('Give a whole number of cores.'),
    save.isPending ? text('It is being asked for.') : undefined,
  ]
  return (
    <>
      <div className={styles.line}>
        <Field label={text('Family')}>
          <Select value={family} onChange={(_, { value }) => setChosen(value)}>
            {usages.map((each) => (
              <option key={each.family} value={each.family}>
                {usageTitle(each, text)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={text('Cores')}>
          <Input
            value={written}
            inputMode="numeric"
            autoComplete="off"
            placeholder={String(usage?.limit ?? '')}
            onChange={(_, { value }) => setWritten(value.trim())}
          />
        </Field>
        <ActionButton
          label={text('Change the limit')}
          reason={reasons.find((each) => each !== undefined)}
          onClick={() => save.mutate()}
        />
      </div>
      {save.error !== null && <ErrorNote error={save.error} />}
      <CopyLine text={`carrel quota set ${family} ${isNumber ? written : (usage?.limit ?? 'CORES')}`} />
    </>
  )
}

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
    '> .fui-Field': { maxWidth: '20rem' },
  },
})
