// What Horovod starts: a Python script on every node, by which interpreter, with what, and how many times.

import { Field, Input } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { messageAt } from './field-message.ts'
import type { HorovodSettings } from './job-properties.ts'
import { ProcessField } from './process-field.tsx'
import type { Fault } from './shape.ts'

const path = ['properties', 'horovodSettings']

export function HorovodFields(props: {
  readonly settings: HorovodSettings
  readonly faults: readonly Fault[]
  onChange(settings: HorovodSettings): void
}) {
  const { settings, faults, onChange } = props
  const text = useText()
  const { pythonScriptFilePath, pythonInterpreterPath = '', commandLineArgs = '', processCount } = settings
  /** What is optional and empty is not sent. */
  const change = (part: Partial<HorovodSettings>) => {
    const { processCount: count, ...next } = { ...settings, ...part }
    const given = Object.entries(next).filter(([name, value]) => name === 'pythonScriptFilePath' || value !== '')
    onChange({
      ...(Object.fromEntries(given) as Omit<HorovodSettings, 'processCount'>),
      ...(count === undefined ? {} : { processCount: count }),
    })
  }
  return (
    <>
      <Field
        label={text('Python script')}
        required
        hint={text('Where each node finds it, such as $AZ_BATCHAI_MOUNT_ROOT/nfs/train.py.')}
        {...messageAt(faults, [...path, 'pythonScriptFilePath'], text)}
      >
        <Input
          value={pythonScriptFilePath}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => change({ pythonScriptFilePath: value.trim() })}
        />
      </Field>
      <Field label={text('Arguments')} {...messageAt(faults, [...path, 'commandLineArgs'], text)}>
        <Input
          value={commandLineArgs}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => change({ commandLineArgs: value })}
        />
      </Field>
      <Field
        label={text('Python interpreter')}
        hint={text('Empty: the one that the node or the container has.')}
        {...messageAt(faults, [...path, 'pythonInterpreterPath'], text)}
      >
        <Input
          value={pythonInterpreterPath}
          placeholder="/usr/bin/python3"
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => change({ pythonInterpreterPath: value.trim() })}
        />
      </Field>
      <ProcessField
        value={processCount}
        fault={messageAt(faults, [...path, 'processCount'], text)}
        onChange={({ processCount: count }) => {
          const { processCount: _before, ...rest } = settings
          onChange(count === undefined ? rest : { ...rest, processCount: count })
        }}
      />
    </>
  )
}
