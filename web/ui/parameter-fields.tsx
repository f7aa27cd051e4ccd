import { Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { useText } from '../i18n/use-text.ts'
import { type Given, parameterFault, type TemplateParameter, textOf } from './template-parameters.ts'

export interface ParameterFieldsProps {
  readonly parameters: readonly TemplateParameter[]
  readonly given: Given
  /** Where there are none. */
  readonly none: string
  onChange(name: string, text: string): void
}

/** A field for each parameter of a template or policy, of its type. */
export function ParameterFields({ parameters, given, none, onChange }: ParameterFieldsProps) {
  if (parameters.length === 0) return <span>{none}</span>
  return parameters.map((parameter) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      value={given.get(parameter.name)}
      onChange={(value) => onChange(parameter.name, value)}
    />
  ))
}

interface FieldProps {
  readonly parameter: TemplateParameter
  /** Undefined: not touched, so nothing is complained of yet. */
  readonly value: string | undefined
  onChange(text: string): void
}

function ParameterField({ parameter, value, onChange }: FieldProps) {
  const text = useText()
  const { name, type, description, hasDefault } = parameter
  const fault = value === undefined ? undefined : parameterFault(parameter, value)
  return (
    <Field
      label={`${name} (${type})`}
      required={!hasDefault}
      {...(description === '' ? {} : { hint: description })}
      {...(fault === undefined ? {} : { validationMessage: text(fault) })}
    >
      <Control parameter={parameter} value={value} onChange={onChange} />
    </Field>
  )
}

function Control({ parameter, value = '', onChange, ...field }: FieldProps) {
  const text = useText()
  const styles = useStyles()
  const { kind, allowed, hasDefault, isSecure, shownDefault } = parameter
  const fallback = isSecure ? text('Its default') : text('Default: {{value}}', { value: shownDefault })
  const placeholder = hasDefault ? fallback : ''
  const choices = kind === 'truth' ? [true, false] : allowed
  if (choices.length > 0) {
    return (
      <Select {...field} value={value} onChange={(_, { value: next }) => onChange(next)}>
        <option value="">{hasDefault ? fallback : text('Choose…')}</option>
        {choices.map(textOf).map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </Select>
    )
  }
  if (kind === 'json' && !isSecure) {
    return (
      <Textarea
        {...field}
        textarea={{ className: styles.text }}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        onChange={(_, { value: next }) => onChange(next)}
      />
    )
  }
  return (
    <Input
      {...field}
      type={isSecure ? 'password' : 'text'}
      autoComplete={isSecure ? 'new-password' : 'off'}
      {...(kind === 'number' ? { inputMode: 'numeric' as const } : {})}
      value={value}
      placeholder={placeholder}
      onChange={(_, { value: next }) => onChange(next)}
    />
  )
}

const useStyles = makeStyles({
  text: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})
