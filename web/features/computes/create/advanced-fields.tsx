// What an instance may have besides: schedules, a set-up script, applications, another owner, a network, tags (CI-25).

import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Checkbox,
  Field,
  Input,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
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
  const styles = useStyles()
  return (
    <Accordion multiple collapsible>
      <AccordionItem value="schedules">
        <AccordionHeader as="h2">{text('Schedules')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <ScheduleEditor schedules={draft.schedules} onChange={(schedules) => onChange({ schedules })} />
          <Checkbox
            label={text('Create it stopped: a person or a schedule will start it')}
            checked={draft.isCreatedStopped}
            onChange={(_, { checked }) => onChange({ isCreatedStopped: checked === true })}
          />
        </AccordionPanel>
      </AccordionItem>
      <AccordionItem value="script">
        <AccordionHeader as="h2">{text('Set-up script')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <ScriptFields
            label={text('Set-up script')}
            script={draft.script}
            fault={faults.script}
            onChange={(script) => onChange({ script })}
          />
        </AccordionPanel>
      </AccordionItem>
      <AccordionItem value="startup">
        <AccordionHeader as="h2">{text('Script at every start')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <ScriptFields
            label={text('Script at every start')}
            script={draft.startupScript}
            fault={faults.startupScript}
            onChange={(startupScript) => onChange({ startupScript })}
          />
        </AccordionPanel>
      </AccordionItem>
      <AccordionItem value="apps">
        <AccordionHeader as="h2">{text('Applications')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <AppFields apps={draft.apps} fault={faults.apps} onChange={(apps) => onChange({ apps })} />
        </AccordionPanel>
      </AccordionItem>
      <AccordionItem value="more">
        <AccordionHeader as="h2">{text('Owner, network and tags')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <PersonField value={draft.assignedTo} onChange={(assignedTo) => onChange({ assignedTo })} />
          <Field
            label={text('Subnet')}
            hint={text('Instances of one subnet reach each other by SSH. Empty: none.')}
            {...message(faults.subnetId, text)}
          >
            <Input value={draft.subnetId} onChange={(_, { value }) => onChange({ subnetId: value })} />
          </Field>
          <Field label={text('Tags')} hint={text('One in a line: name=value.')} {...message(faults.tags, text)}>
            <Textarea value={draft.tags} onChange={(_, { value }) => onChange({ tags: value })} />
          </Field>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}

function message(fault: string | undefined, text: (sentence: string) => string): { validationMessage?: string } {
  return fault === undefined ? {} : { validationMessage: text(fault) }
}

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalM, paddingBottom: tokens.spacingVerticalM, minWidth: 0 },
})
