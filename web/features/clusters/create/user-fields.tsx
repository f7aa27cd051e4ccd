import { Checkbox, Field, Input } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { PublicKeyField } from '../../../ui/public-key-field.tsx'
import type { ClusterDraft, ClusterFaults } from './cluster-draft.ts'

/** Who signs in to the nodes (BA-15): with a key of one's own, one that is made here, or a password. */
export function UserFields(props: {
  readonly draft: ClusterDraft
  readonly faults: ClusterFaults
  onChange(part: Partial<ClusterDraft>): void
}) {
  const { draft, faults, onChange } = props
  const text = useText()
  const message = (fault: string | undefined) => (fault === undefined ? {} : { validationMessage: text(fault) })
  const isOff = draft.kind === 'ml' && draft.user === ''
  return (
    <>
      {draft.kind === 'ml' && (
        <Checkbox
          label={text('Somebody signs in to the nodes by SSH: it cannot be changed later')}
          checked={!isOff}
          onChange={(_, { checked }) => onChange({ user: checked === true ? 'azureuser' : '' })}
        />
      )}
      {!isOff && (
        <>
          <Field label={text('User')} required {...message(faults.user)}>
            <Input
              value={draft.user}
              autoComplete="off"
              spellCheck={false}
              onChange={(_, { value }) => onChange({ user: value })}
            />
          </Field>
          <PublicKeyField
            value={draft.publicKey}
            name={draft.name || 'cluster'}
            isRequired={false}
            fault={faults.publicKey === undefined ? undefined : text(faults.publicKey)}
            onChange={(publicKey) => onChange({ publicKey })}
          />
          <Field
            label={text('Password')}
            hint={text('Beside the key or in its place. It is kept sealed and shown to nobody.')}
            {...message(faults.password)}
          >
            <Input
              type="password"
              value={draft.password}
              autoComplete="new-password"
              onChange={(_, { value }) => onChange({ password: value, publicKey: draft.publicKey })}
            />
          </Field>
        </>
      )}
    </>
  )
}
