import { Checkbox } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { PublicKeyField } from '../../../ui/public-key-field.tsx'
import type { ComputeDraft, DraftFaults } from './compute-draft.ts'

/** SSH can be enabled now and not later (CI-30…32): with a key of one's own, or one that is made here. */
export function SshFields(props: {
  readonly draft: ComputeDraft
  readonly faults: DraftFaults
  onChange(part: Partial<ComputeDraft>): void
}) {
  const { draft, faults, onChange } = props
  const text = useText()
  return (
    <>
      <Checkbox
        label={text('Enable SSH: it cannot be enabled later')}
        checked={draft.isSshEnabled}
        onChange={(_, { checked }) => onChange({ isSshEnabled: checked === true })}
      />
      {draft.isSshEnabled && (
        <PublicKeyField
          value={draft.publicKey}
          name={draft.name || 'carrel'}
          fault={faults.publicKey === undefined ? undefined : text(faults.publicKey)}
          onChange={(publicKey) => onChange({ publicKey })}
        />
      )}
    </>
  )
}
