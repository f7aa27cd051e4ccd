import { Button, Field, Input, MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useText } from '../../../i18n/use-text.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { type AppDraft, emptyApp, mostApps } from './app-draft.ts'

/** Programs from images of their own beside the instance, each opened in the browser by its owner alone. */
export function AppFields(props: {
  readonly apps: readonly AppDraft[]
  readonly fault: string | undefined
  onChange(apps: readonly AppDraft[]): void
}) {
  const { apps, fault, onChange } = props
  const text = useText()
  const styles = useStyles()
  const reason = apps.length < mostApps ? undefined : text('An instance has at most 8 applications.')
  return (
    <div className={styles.fields}>
      <Text>{text('A dashboard, MLflow, Shiny: a program from an image of its own, opened in the browser.')}</Text>
      {apps.map((app, index) => (
        <AppRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a new application has no name yet
          key={index}
          number={index + 1}
          app={app}
          onChange={(next) => onChange(apps.with(index, next))}
          onRemove={() => onChange(apps.toSpliced(index, 1))}
        />
      ))}
      <div>
        <ActionButton
          icon={<AddRegular />}
          label={text('Add an application')}
          reason={reason}
          onClick={() => onChange([...apps, emptyApp])}
        />
      </div>
      {fault !== undefined && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{text(fault)}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}

function AppRow(props: {
  readonly number: number
  readonly app: AppDraft
  onChange(app: AppDraft): void
  onRemove(): void
}) {
  const { number, app, onChange, onRemove } = props
  const text = useText()
  const styles = useStyles()
  const name = text('Application {{number}}', { number })
  return (
    <fieldset className={styles.row} aria-label={name}>
      <Field label={text('Name')}>
        <Input
          className={styles.input}
          value={app.name}
          onChange={(_, { value }) => onChange({ ...app, name: value.trim() })}
        />
      </Field>
      <Field label={text('Image')}>
        <Input
          className={styles.input}
          value={app.image}
          placeholder="team/board:1.2"
          onChange={(_, { value }) => onChange({ ...app, image: value.trim() })}
        />
      </Field>
      <Field label={text('Port')}>
        <Input
          className={styles.input}
          value={app.port}
          inputMode="numeric"
          placeholder="6006"
          onChange={(_, { value }) => onChange({ ...app, port: value.trim() })}
        />
      </Field>
      <Button
        className={styles.remove}
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={text('Remove {{name}}', { name })}
        onClick={onRemove}
      />
    </fieldset>
  )
}

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalM },
  row: {
    display: 'grid',
    gridTemplateColumns: '1fr 2fr 6rem auto',
    alignItems: 'end',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    border: 'none',
    minWidth: 0,
    '@media (max-width: 40rem)': { gridTemplateColumns: '1fr auto', '& > *': { gridColumn: '1' } },
  },
  input: { width: '100%', minWidth: 0 },
  remove: { '@media (max-width: 40rem)': { gridColumn: '2', gridRow: '3' } },
})
