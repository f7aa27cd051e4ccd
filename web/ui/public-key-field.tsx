import { Button, Field, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components'
import { KeyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useStudio } from '../api/use-studio.ts'
import { useText } from '../i18n/use-text.ts'
import { download } from './download.ts'
import { generateKeyPair } from './generate-key-pair.ts'

/** A public key for SSH: one's own, or of a pair that is made here. `name`: of the file with the private half, without ending. */
export function PublicKeyField(props: {
  readonly value: string
  readonly name: string
  /** A translated sentence. */
  readonly fault: string | undefined
  readonly isRequired?: boolean
  onChange(key: string): void
}) {
  const { value, name, fault, isRequired = true, onChange } = props
  const text = useText()
  const { session } = useStudio()
  const [saved, setSaved] = useState<string>()
  const generate = async () => {
    const pair = await generateKeyPair(session.person.userName)
    const file = `${name}.pem`
    download(file, pair.privateKey, 'application/x-pem-file')
    setSaved(file)
    onChange(pair.publicKey)
  }
  return (
    <>
      <Field
        label={text('Public key')}
        required={isRequired}
        {...(fault === undefined ? {} : { validationMessage: fault })}
      >
        <Textarea rows={3} value={value} spellCheck={false} onChange={(_, { value: next }) => onChange(next)} />
      </Field>
      <div>
        <Button icon={<KeyRegular />} onClick={() => void generate()}>
          {text('Generate a key pair and download its private half')}
        </Button>
      </div>
      {saved !== undefined && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>
            {text('{{name}} was downloaded. Keep it, and give only yourself the right to read it: chmod 600 {{name}}', {
              name: saved,
            })}
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  )
}
