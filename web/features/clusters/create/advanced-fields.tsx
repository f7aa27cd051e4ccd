// What a cluster may have besides: low priority, an image, a set-up task and mounts of Batch AI, a network of Azure ML.

import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Checkbox,
  Field,
  Input,
  makeStyles,
  Select,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import type { ChosenPlace } from './chosen-place.ts'
import type { ClusterDraft, ClusterFaults } from './cluster-draft.ts'
import { MountFields } from './mount-fields.tsx'
import { TaskFields } from './task-fields.tsx'

interface Props {
  readonly draft: ClusterDraft
  readonly place: ChosenPlace
  readonly faults: ClusterFaults
  onChange(part: Partial<ClusterDraft>): void
}

export function AdvancedFields(props: Props) {
  const text = useText()
  const styles = useStyles()
  const { draft, onChange } = props
  return (
    <Accordion multiple collapsible>
      <AccordionItem value="priority">
        <AccordionHeader as="h2">
          {draft.kind === 'batch' ? text('Priority and image') : text('Priority')}
        </AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <Checkbox
            label={text('Low priority: nodes give way when dedicated work needs their cores, and after a day')}
            checked={draft.isLowPriority}
            onChange={(_, { checked }) => onChange({ isLowPriority: checked === true })}
          />
          {draft.kind === 'batch' && (
            <Field label={text('Image')} hint={text('Both have the environments of the compute instances.')}>
              <Select
                value={draft.image}
                onChange={(_, { value }) => onChange({ image: value === 'UbuntuDSVM' ? value : 'UbuntuLTS' })}
              >
                <option value="UbuntuLTS">UbuntuLTS</option>
                <option value="UbuntuDSVM">UbuntuDSVM</option>
              </Select>
            </Field>
          )}
        </AccordionPanel>
      </AccordionItem>
      {draft.kind === 'batch' ? <BatchItems {...props} /> : <MlItems {...props} />}
    </Accordion>
  )
}

function BatchItems({ draft, place, faults, onChange }: Props) {
  const text = useText()
  const styles = useStyles()
  return (
    <>
      <AccordionItem value="task">
        <AccordionHeader as="h2">{text('Set-up task')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <TaskFields task={draft.task} fault={faults.task} onChange={(task) => onChange({ task })} />
        </AccordionPanel>
      </AccordionItem>
      <AccordionItem value="mounts">
        <AccordionHeader as="h2">{text('Mounts')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <MountFields draft={draft} place={place} faults={faults} onChange={onChange} />
        </AccordionPanel>
      </AccordionItem>
      <AccordionItem value="network">
        <AccordionHeader as="h2">{text('Network')}</AccordionHeader>
        <AccordionPanel className={styles.fields}>
          <SubnetField draft={draft} faults={faults} onChange={onChange} />
        </AccordionPanel>
      </AccordionItem>
    </>
  )
}

function SubnetField({ draft, faults, onChange }: Omit<Props, 'place'>) {
  const text = useText()
  return (
    <Field
      label={text('Subnet')}
      hint={text('Its nodes and the instances there reach each other by SSH. Empty: none.')}
      {...message(faults.subnetId, text)}
    >
      <Input value={draft.subnetId} onChange={(_, { value }) => onChange({ subnetId: value.trim() })} />
    </Field>
  )
}

function MlItems({ draft, faults, onChange }: Props) {
  const text = useText()
  const styles = useStyles()
  return (
    <AccordionItem value="network">
      <AccordionHeader as="h2">{text('Network and tags')}</AccordionHeader>
      <AccordionPanel className={styles.fields}>
        <SubnetField draft={draft} faults={faults} onChange={onChange} />
        <Checkbox
          label={text('Nodes are not entered from outside')}
          checked={draft.isClosed}
          onChange={(_, { checked }) => onChange({ isClosed: checked === true })}
        />
        <Field label={text('Tags')} hint={text('One in a line: name=value.')} {...message(faults.tags, text)}>
          <Textarea value={draft.tags} onChange={(_, { value }) => onChange({ tags: value })} />
        </Field>
      </AccordionPanel>
    </AccordionItem>
  )
}

function message(fault: string | undefined, text: (sentence: string) => string): { validationMessage?: string } {
  return fault === undefined ? {} : { validationMessage: text(fault) }
}

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalM, paddingBottom: tokens.spacingVerticalM, minWidth: 0 },
})
