// What a job runs, and what starts it: once on the first node, by MPI on all of them, or by Horovod on all of them.

import { Field, makeStyles, Radio, RadioGroup, Textarea, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import type { FieldsProps } from './basic-fields.tsx'
import { messageAt } from './field-message.ts'
import { HorovodFields } from './horovod-fields.tsx'
import { ProcessField } from './process-field.tsx'
import { type Toolkit, toolkitOf, withToolkit } from './toolkit.ts'

export function StartFields({ draft, faults, onProperties }: FieldsProps) {
  const text = useText()
  const styles = useStyles()
  const { properties } = draft
  const toolkit = toolkitOf(properties)
  const { customMpiSettings: mpi, horovodSettings: horovod } = properties
  const command = (mpi ?? properties.customToolkitSettings)?.commandLine ?? ''
  return (
    <>
      {toolkit !== 'horovodSettings' && (
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
            onChange={(_, { value }) =>
              onProperties(mpi ? { customMpiSettings: { ...mpi, commandLine: value } } : oneCommand(value))
            }
          />
        </Field>
      )}
      <Field label={text('How it is started')}>
        <RadioGroup
          value={toolkit}
          onChange={(_, { value }) => onProperties(withToolkit(properties, value as Toolkit))}
        >
          <Radio value="customToolkitSettings" label={text('Once, on the first node')} />
          <Radio value="customMpiSettings" label={text('By MPI, on all of them')} />
          <Radio value="horovodSettings" label={text('By Horovod, on all of them: a Python script')} />
        </RadioGroup>
      </Field>
      {mpi !== undefined && (
        <ProcessField
          value={mpi.processCount}
          fault={messageAt(faults, ['properties', toolkit, 'processCount'], text)}
          onChange={(processCount) => onProperties({ customMpiSettings: { commandLine: command, ...processCount } })}
        />
      )}
      {horovod !== undefined && (
        <HorovodFields
          settings={horovod}
          faults={faults}
          onChange={(horovodSettings) => onProperties({ horovodSettings })}
        />
      )}
    </>
  )
}

function oneCommand(commandLine: string) {
  return { customToolkitSettings: { commandLine } }
}

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, minHeight: '5rem' },
})
