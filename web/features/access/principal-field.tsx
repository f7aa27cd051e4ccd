import { Field, Input, Select } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import { type Principal, type PrincipalKind, principalKinds } from './principals-query.ts'

const groupLabels: Readonly<Record<PrincipalKind, string>> = {
  User: 'People',
  Group: 'Groups',
  ServicePrincipal: 'Programs',
}

export interface PrincipalFieldProps {
  readonly label: string
  /** Null: the directory may not be read, so an object id is asked for. */
  readonly principals: readonly Principal[] | null
  readonly value: string
  onChange(objectId: string): void
}

/** A person, group or program, from the directory where it may be read. */
export function PrincipalField({ label, principals, value, onChange }: PrincipalFieldProps) {
  const text = useText()
  if (principals === null) {
    return (
      <Field label={label} hint={text('You may not read the directory: ask an administrator for the object id.')}>
        <Input
          value={value}
          placeholder="00000000-0000-0000-0000-000000000000"
          onChange={(_, { value: id }) => onChange(id.trim())}
        />
      </Field>
    )
  }
  return (
    <Field label={label} style={{ maxWidth: '32rem' }}>
      <Select value={value} onChange={(_, { value: id }) => onChange(id)}>
        <option value="">{text('Choose…')}</option>
        {principalKinds.map((kind) => (
          <optgroup key={kind} label={text(groupLabels[kind])}>
            {principals
              .filter((each) => each.kind === kind)
              .map(({ objectId, name }) => (
                <option key={objectId} value={objectId}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </Select>
    </Field>
  )
}
