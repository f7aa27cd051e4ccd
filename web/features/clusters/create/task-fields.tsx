import { Checkbox, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { emptyTask, type TaskDraft } from './cluster-draft.ts'

/** What each node runs as root when it comes up (BA-16), and where its output is written. */
export function TaskFields(props: {
  readonly task: TaskDraft | undefined
  readonly fault: string | undefined
  onChange(task: TaskDraft | undefined): void
}) {
  const { task, fault, onChange } = props
  const text = useText()
  const styles = useStyles()
  const change = (part: Partial<TaskDraft>) => onChange({ ...(task ?? emptyTask), ...part })
  return (
    <>
      <Checkbox
        label={text('Each node runs a command as root when it comes up')}
        checked={task !== undefined}
        onChange={(_, { checked }) => onChange(checked === true ? emptyTask : undefined)}
      />
      {task !== undefined && (
        <>
          <Field label={text('Command')} required {...(fault === undefined ? {} : { validationMessage: text(fault) })}>
            <Textarea
              rows={4}
              spellCheck={false}
              textarea={{ className: styles.code }}
              value={task.commandLine}
              onChange={(_, { value }) => change({ commandLine: value })}
            />
          </Field>
          <Field
            label={text('Folder of its output')}
            hint={text('Absolute in each node, or below $AZ_BATCHAI_MOUNT_ROOT on a mount.')}
          >
            <Input
              value={task.output}
              spellCheck={false}
              onChange={(_, { value }) => change({ output: value.trim() })}
            />
          </Field>
          <Field label={text('Variables')} hint={text('One in a line: NAME=value.')}>
            <Textarea
              value={task.variables}
              spellCheck={false}
              onChange={(_, { value }) => change({ variables: value })}
            />
          </Field>
          <Field
            label={text('Secret variables')}
            hint={text('One in a line: NAME=value. They are kept sealed and shown to nobody.')}
          >
            <Textarea
              value={task.secrets}
              spellCheck={false}
              autoComplete="off"
              onChange={(_, { value }) => change({ secrets: value })}
            />
          </Field>
        </>
      )}
    </>
  )
}

const useStyles = makeStyles({ code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 } })
