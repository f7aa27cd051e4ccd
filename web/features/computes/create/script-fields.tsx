import { Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons'
import { useText } from '../../../i18n/use-text.ts'
import { FileButton } from '../../../ui/file-button.tsx'
import type { ScriptDraft } from './compute-draft.ts'
import { StoredScriptField } from './stored-script-field.tsx'

const empty = { data: '', arguments: '', timeout: '' }

/** A script run as root (CI-81): on the share, or uploaded from this computer. `label`: when it runs. */
export function ScriptFields(props: {
  readonly label: string
  readonly script: ScriptDraft | undefined
  readonly fault: string | undefined
  onChange(script: ScriptDraft | undefined): void
}) {
  const { label, script, fault, onChange } = props
  const text = useText()
  const choose = (source: string) =>
    onChange(source === 'inline' || source === 'workspaceStorage' ? { ...empty, source } : undefined)
  const upload = async (chosen: File) => onChange({ ...empty, ...script, source: 'inline', data: await chosen.text() })
  return (
    <>
      <RadioGroup value={script?.source ?? 'none'} onChange={(_, { value }) => choose(value)} aria-label={label}>
        <Radio value="none" label={text('None')} />
        <Radio value="workspaceStorage" label={text('From the files of the workspace')} />
        <Radio value="inline" label={text('Written here or uploaded')} />
      </RadioGroup>
      {script?.source === 'workspaceStorage' && (
        <StoredScriptField path={script.data} fault={fault} onChange={(data) => onChange({ ...script, data })} />
      )}
      {script?.source === 'inline' && (
        <>
          <Field label={text('Script')} {...message(fault, text)}>
            <Textarea rows={6} value={script.data} onChange={(_, { value }) => onChange({ ...script, data: value })} />
          </Field>
          <FileButton
            icon={<ArrowUploadRegular />}
            label={text('Upload a file')}
            onFile={(chosen) => void upload(chosen)}
          />
        </>
      )}
      {script !== undefined && (
        <>
          <Field label={text('Arguments')} hint={text('As a shell reads them; the script has them as $1, $2, …')}>
            <Input value={script.arguments} onChange={(_, { value }) => onChange({ ...script, arguments: value })} />
          </Field>
          <Field label={text('Time-out')} hint={text('15m unless given.')}>
            <Input value={script.timeout} onChange={(_, { value }) => onChange({ ...script, timeout: value.trim() })} />
          </Field>
        </>
      )}
    </>
  )
}

function message(fault: string | undefined, text: (sentence: string) => string): { validationMessage?: string } {
  return fault === undefined ? {} : { validationMessage: text(fault) }
}
