import { Field, Input, Select } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { peopleQuery } from './people-query.ts'

/** Whose machine it will be (CI-40): a person from the directory, or an object id where the directory may not be read. */
export function PersonField({ value, onChange }: { readonly value: string; onChange(objectId: string): void }) {
  const { arm } = useStudio()
  const text = useText()
  const { data } = useQuery(peopleQuery(arm))
  return (
    <Field label={text('Assign to')} hint={text('Only this person will open its applications.')}>
      {data === undefined || data === null ? (
        <Input
          placeholder={text('Object id; empty: me')}
          value={value}
          onChange={(_, { value: id }) => onChange(id.trim())}
        />
      ) : (
        <Select value={value} onChange={(_, { value: id }) => onChange(id)}>
          <option value="">{text('Me')}</option>
          {data.map(({ objectId, name }) => (
            <option key={objectId} value={objectId}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
