import { Button, Checkbox, Field, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components'
import { KeyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { download } from '../../../ui/download.ts'
import { generateKeyPair } from '../../../ui/generate-key-pair.ts'
import type { ComputeDraft, DraftFaults } from './compute-draft.ts'

/** SSH can be enabled now and not later (CI-30…32): with a key of one's own, or one that is made here. */
export function SshFields(props: {
  readonly draft: ComputeDraft
  readonly faults: DraftFaults
  onChange(part: Partial<ComputeDraft>): void
}) {
  const { draft, faults, onChange } = props
  const text = useText()
  const { session } = useStudio()
  const [saved, setSaved] = useState<string>()
  const generate = async () => {
    const pair = await generateKeyPair(session.person.userName)
    const name = `${draft.name || 'carrel'}.pem`
    download(name, pair.privateKey, 'application/x-pem-file')
    setSaved(name)
    onChange({ publicKey: pair.publicKey })
  }
  return (
    <>
      <Checkbox
        label={text('Enable SSH: it cannot be enabled later')}
        checked={draft.isSshEnabled}
        onChange={(_, { checked }) => onChange({ isSshEnabled: checked === true })}
      />
      {draft.isSshEnabled && (
        <>
          <Field
            label={text('Public key')}
            required
            {...(faults.publicKey === undefined ? {} : { validationMessage: text(faults.publicKey) })}
          >
            <Textarea rows={3} value={draft.publicKey} onChange={(_, { value }) => onChange({ publicKey: value })} />
          </Field>
          <div>
            <Button icon={<KeyRegular />} onClick={() => void generate()}>
              {text('Generate a key pair and download its private half')}
            </Button>
          </div>
          {saved !== undefined && (
            <MessageBar intent="success" layout="multiline">
              <MessageBarBody>
                {text(
                  '{{name}} was downloaded. Keep it, and give only yourself the right to read it: chmod 600 {{name}}',
                  {
                    name: saved,
                  },
                )}
              </MessageBarBody>
            </MessageBar>
          )}
        </>
      )}
    </>
  )
}
