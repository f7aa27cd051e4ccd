// What a job may have besides: variables and secrets, directories, preparation, where it writes, mounts, a time limit.

import { Accordion, Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { Fold } from '../../../ui/fold.tsx'
import type { FieldsProps } from './basic-fields.tsx'
import type { Cluster } from './cluster-queries.ts'
import { ContainerFields } from './container-fields.tsx'
import { messageAt } from './field-message.ts'
import { MountsField } from './mounts-field.tsx'
import { RowsField } from './rows-field.tsx'
import { readTime, type TimeUnit, timeUnits, writeTime } from './time-limit.ts'

/** `cluster`: undefined: none is chosen. `servers`: ids of file servers beside it. */
export function MoreFields(
  props: FieldsProps & { readonly cluster: Cluster | undefined; readonly servers: readonly string[] },
) {
  const text = useText()
  return (
    <Accordion multiple collapsible>
      <Fold value="environment" title={text('Variables and secrets')}>
        <VariableFields {...props} />
      </Fold>
      <Fold value="output" title={text('Output and directories')}>
        <DirectoryFields {...props} />
      </Fold>
      <Fold value="container" title={text('Container')}>
        <ContainerFields {...props} />
      </Fold>
      <Fold value="more" title={text('Preparation and time')}>
        <RunFields {...props} />
      </Fold>
    </Accordion>
  )
}

function VariableFields({ draft, faults, onProperties }: FieldsProps) {
  const text = useText()
  const { environmentVariables = [], secrets = [] } = draft.properties
  return (
    <>
      <RowsField
        title={text('Variable')}
        add={text('Add a variable')}
        rows={environmentVariables}
        empty={{ name: '', value: '' }}
        columns={[
          { member: 'name', label: text('Name'), placeholder: 'EPOCHS' },
          { member: 'value', label: text('Value'), isWide: true },
        ]}
        path={['properties', 'environmentVariables']}
        faults={faults}
        onChange={(next) => onProperties({ environmentVariables: next })}
      />
      <RowsField
        title={text('Secret')}
        hint={text('Secrets are sealed, reach the nodes alone and are shown to nobody.')}
        add={text('Add a secret')}
        rows={secrets}
        empty={{ name: '', value: '' }}
        columns={[
          { member: 'name', label: text('Name'), placeholder: 'API_KEY' },
          { member: 'value', label: text('Value'), isSecret: true, isWide: true },
        ]}
        path={['properties', 'secrets']}
        faults={faults}
        onChange={(next) => onProperties({ secrets: next })}
      />
    </>
  )
}

function DirectoryFields(
  props: FieldsProps & { readonly cluster: Cluster | undefined; readonly servers: readonly string[] },
) {
  const { draft, faults, onProperties } = props
  const text = useText()
  const { stdOutErrPathPrefix = '', inputDirectories = [], outputDirectories = [] } = draft.properties
  return (
    <>
      <Field
        label={text('What it prints goes below')}
        required
        hint={text('On a file server it is shown here, while the job runs and after.')}
        {...messageAt(faults, ['properties', 'stdOutErrPathPrefix'], text)}
      >
        <Input
          value={stdOutErrPathPrefix}
          spellCheck={false}
          onChange={(_, { value }) => onProperties({ stdOutErrPathPrefix: value })}
        />
      </Field>
      <RowsField
        title={text('Input directory')}
        hint={text('The job finds each as $AZ_BATCHAI_INPUT_ and its id.')}
        add={text('Add an input directory')}
        rows={inputDirectories}
        empty={{ id: '', path: '$AZ_BATCHAI_MOUNT_ROOT/' }}
        columns={[
          { member: 'id', label: text('Id'), placeholder: 'DATA' },
          { member: 'path', label: text('Path'), isWide: true },
        ]}
        path={['properties', 'inputDirectories']}
        faults={faults}
        onChange={(next) => onProperties({ inputDirectories: next })}
      />
      <RowsField
        title={text('Output directory')}
        hint={text('Made for this job alone; the job finds each as $AZ_BATCHAI_OUTPUT_ and its id.')}
        add={text('Add an output directory')}
        rows={outputDirectories}
        empty={{ id: '', pathPrefix: stdOutErrPathPrefix }}
        columns={[
          { member: 'id', label: text('Id'), placeholder: 'MODEL' },
          { member: 'pathPrefix', label: text('Below'), isWide: true },
          { member: 'pathSuffix', label: text('Ending'), placeholder: 'model' },
        ]}
        path={['properties', 'outputDirectories']}
        faults={faults}
        onChange={(next) => onProperties({ outputDirectories: next })}
      />
      <MountsField {...props} />
    </>
  )
}

const unitWords: Readonly<Record<TimeUnit, string>> = { minutes: 'Minutes', hours: 'Hours', days: 'Days' }

function RunFields({ draft, faults, onProperties }: FieldsProps) {
  const text = useText()
  const styles = useStyles()
  const { jobPreparation, constraints } = draft.properties
  const read = readTime(constraints?.maxWallClockTime)
  const [emptyUnit, setEmptyUnit] = useState<TimeUnit>('hours')
  const number = read?.number ?? constraints?.maxWallClockTime ?? ''
  const unit = number === '' ? emptyUnit : (read?.unit ?? emptyUnit)
  const changeTime = (next: string, of: TimeUnit) => {
    setEmptyUnit(of)
    const maxWallClockTime = writeTime(next, of)
    onProperties({ constraints: maxWallClockTime === undefined ? undefined : { maxWallClockTime } })
  }
  return (
    <>
      <Field
        label={text('Preparation')}
        hint={text('Runs before the command, on each node. If it fails, so does the job.')}
        {...messageAt(faults, ['properties', 'jobPreparation'], text)}
      >
        <Textarea
          value={jobPreparation?.commandLine ?? ''}
          textarea={{ className: styles.code }}
          spellCheck={false}
          onChange={(_, { value }) =>
            onProperties({ jobPreparation: value === '' ? undefined : { commandLine: value } })
          }
        />
      </Field>
      <div className={styles.row}>
        <Field
          label={text('Longest time')}
          hint={text('What takes longer is ended. Empty: 7 days.')}
          {...messageAt(faults, ['properties', 'constraints'], text)}
        >
          <Input value={number} inputMode="numeric" onChange={(_, { value }) => changeTime(value, unit)} />
        </Field>
        <Field label={text('Unit')}>
          <Select value={unit} onChange={(_, { value }) => changeTime(number, value as TimeUnit)}>
            {timeUnits.map((each) => (
              <option key={each} value={each}>
                {text(unitWords[each])}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </>
  )
}

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
    '& .fui-Input': { minWidth: 0 },
  },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})
