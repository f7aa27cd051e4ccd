// What an instance may have besides: schedules, a set-up script, applications, another owner, a network, tags (CI-25).

import { Accordion, Checkbox, Field, Input, Textarea } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { faultMessage } from '../../../ui/fault-message.ts'
import { Fold } from '../../../ui/fold.tsx'
import { ScheduleEditor } from '../schedules/schedule-editor.tsx'
import { AppFields } from './app-fields.tsx'
import type { ComputeDraft, DraftFaults } from './compute-draft.ts'
import { PersonField } from './person-field.tsx'
import { ScriptFields } from './script-fields.tsx'

interface Props {
  readonly draft: ComputeDraft
  readonly faults: DraftFaults
  onChange(part: Partial<ComputeDraft>): void
}

export function AdvancedFields({ draft, faults, onChange }: Props) {
  const text = useText()
  return (
    <Accordion multiple collapsible>
      <Fold value="schedules" title={text('Schedules')}>
        <ScheduleEditor schedules={draft.schedules} onChange={(schedules) => onChange({ schedules })} />
        <Checkbox
          label={text('Create it stopped: a person or a schedule will start it')}
          checked={draft.isCreatedStopped}
          onChange={(_, { checked }) => onChange({ isCreatedStopped: checked === true })}
        />
      </Fold>
      <Fold value="script" title={text('Set-up script')}>
        <ScriptFields
          label={text('Set-up script')}
          script={draft.script}
          fault={faults.script}
          onChange={(script) => onChange({ script })}
        />
      </Fold>
      <Fold value="startup" title={text('Script at every start')}>
        <ScriptFields
          label={text('Script at every start')}
          script={draft.startupScript}
          fault={faults.startupScript}
          onChange={(startupScript) => onChange({ startupScript })}
        />
      </Fold>
      <Fold value="apps" title={text('Applications')}>
        <AppFields apps={draft.apps} fault={faults.apps} onChange={(apps) => onChange({ apps })} />
      </Fold>
      <Fold value="more" title={text('Owner, network and tags')}>
        <PersonField value={draft.assignedTo} onChange={(assignedTo) => onChange({ assignedTo })} />
        <Field
          label={text('Subnet')}
          hint={text('Instances of one subnet reach each other by SSH. Empty: none.')}
          {...faultMessage(faults.subnetId, text)}
        >
          <Input value={draft.subnetId} onChange={(_, { value }) => onChange({ subnetId: value })} />
        </Field>
        <Field label={text('Tags')} hint={text('One in a line: name=value.')} {...faultMessage(faults.tags, text)}>
          <Textarea value={draft.tags} onChange={(_, { value }) => onChange({ tags: value })} />
        </Field>
      </Fold>
    </Accordion>
  )
}
