import { Field, type FieldProps, Input } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'

/** How many processes start; left empty, as many as there are nodes. */
export function ProcessField(props: {
  readonly value: number | undefined
  readonly fault: Pick<FieldProps, 'validationMessage'>
  onChange(part: { readonly processCount?: number }): void
}) {
  const text = useText()
  return (
    <Field label={text('Processes')} hint={text('As many as nodes unless given.')} {...props.fault}>
      <Input
        type="number"
        min={1}
        value={props.value === undefined ? '' : String(props.value)}
        onChange={(_, { value }) => props.onChange(value === '' ? {} : { processCount: Number(value) })}
      />
    </Field>
  )
}
