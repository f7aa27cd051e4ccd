// What a cluster may have besides: low priority, an image, a set-up task and mounts of Batch AI, a network of Azure ML.

import { Accordion, Checkbox, Field, Input, Select, Textarea } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { faultMessage } from '../../../ui/fault-message.ts'
import { Fold } from '../../../ui/fold.tsx'
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
  const { draft, onChange } = props
  return (
    <Accordion multiple collapsible>
      <Fold value="priority" title={draft.kind === 'batch' ? text('Priority and image') : text('Priority')}>
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
      </Fold>
      {draft.kind === 'batch' ? <BatchItems {...props} /> : <MlItems {...props} />}
    </Accordion>
  )
}

function BatchItems({ draft, place, faults, onChange }: Props) {
  const text = useText()
  return (
    <>
      <Fold value="task" title={text('Set-up task')}>
        <TaskFields task={draft.task} fault={faults.task} onChange={(task) => onChange({ task })} />
      </Fold>
      <Fold value="mounts" title={text('Mounts')}>
        <MountFields draft={draft} place={place} faults={faults} onChange={onChange} />
      </Fold>
      <Fold value="network" title={text('Network')}>
        <SubnetField draft={draft} faults={faults} onChange={onChange} />
      </Fold>
    </>
  )
}

function SubnetField({ draft, faults, onChange }: Omit<Props, 'place'>) {
  const text = useText()
  return (
    <Field
      label={text('Subnet')}
      hint={text('Its nodes and the instances there reach each other by SSH. Empty: none.')}
      {...faultMessage(faults.subnetId, text)}
    >
      <Input value={draft.subnetId} onChange={(_, { value }) => onChange({ subnetId: value.trim() })} />
    </Field>
  )
}

function MlItems({ draft, faults, onChange }: Props) {
  const text = useText()
  return (
    <Fold value="network" title={text('Network and tags')}>
      <SubnetField draft={draft} faults={faults} onChange={onChange} />
      <Checkbox
        label={text('Nodes are not entered from outside')}
        checked={draft.isClosed}
        onChange={(_, { checked }) => onChange({ isClosed: checked === true })}
      />
      <Field label={text('Tags')} hint={text('One in a line: name=value.')} {...faultMessage(faults.tags, text)}>
        <Textarea value={draft.tags} onChange={(_, { value }) => onChange({ tags: value })} />
      </Field>
    </Fold>
  )
}
