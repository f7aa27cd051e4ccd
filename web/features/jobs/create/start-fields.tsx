// What a job runs, and what starts it: once on the first node, or by MPI on all of them.

import {
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import type { FieldsProps } from './basic-fields.tsx'
import { messageAt } from './field-message.ts'

type Toolkit = 'customToolkitSettings' | 'customMpiSettings'

export function StartFields({ draft, faults, onProperties }: FieldsProps) {
  const text = useText()
  const styles = useStyles()
  const { properties } = draft
  const mpi = properties.customMpiSettings
  const toolkit: Toolkit = mpi === undefined ? 'customToolkitSettings' : 'customMpiSettings'
  const command = (mpi ?? properties.customToolkitSettings)?.commandLine ?? ''
  const change = (next: Toolkit, commandLine: string) =>
    onProperties(
      next === 'customMpiSettings'
        ? { customMpiSettings: { ...mpi, commandLine }, customToolkitSettings: undefined }
        : { customToolkitSettings: { commandLine }, customMpiSettings: undefined },
    )
  if (properties['horovodSettings'] !== undefined) return <HorovodNote />
  return (
    <>
      <Field
        label={text('Command')}
        required
        hint={text('A line for the shell; it finds its folders by variables such as $AZ_BATCHAI_MOUNT_ROOT.')}
        {...messageAt(faults, ['properties', toolkit, 'commandLine'], text)}
      >
        <Textarea
          value={command}
          textarea={{ className: styles.code }}
          spellCheck={false}
          resize="vertical"
          onChange={(_, { value }) => change(toolkit, value)}
        />
      </Field>
      <Field label={text('How it is started')}>
        <RadioGroup value={toolkit} onChange={(_, { value }) => change(value as Toolkit, command)}>
          <Radio value="customToolkitSettings" label={text('Once, on the first node')} />
          <Radio value="customMpiSettings" label={text('By MPI, on all of them')} />
        </RadioGroup>
      </Field>
      {mpi !== undefined && (
        <Field
          label={text('Processes')}
          hint={text('As many as nodes unless given.')}
          {...messageAt(faults, ['properties', toolkit, 'processCount'], text)}
        >
          <Input
            type="number"
            min={1}
            value={mpi.processCount === undefined ? '' : String(mpi.processCount)}
            onChange={(_, { value }) => {
              const { processCount: _before, ...rest } = mpi
              onProperties({ customMpiSettings: value === '' ? rest : { ...rest, processCount: Number(value) } })
            }}
          />
        </Field>
      )}
    </>
  )
}

/** It has no fields here: what was written of it stays. */
function HorovodNote() {
  const text = useText()
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>{text('Horovod starts it: change that as text.')}</MessageBarBody>
    </MessageBar>
  )
}

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, minHeight: '5rem' },
})
