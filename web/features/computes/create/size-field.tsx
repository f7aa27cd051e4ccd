import { Field, Radio, RadioGroup, Spinner } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { type Size, sizesQuery } from './size-queries.ts'

/** The sizes there are, with what each costs of the quota; what does not fit any more says so. */
export function SizeField(props: {
  readonly subscription: string
  readonly value: string
  readonly fault: string | undefined
  onChange(size: string): void
}) {
  const { arm } = useStudio()
  const text = useText()
  const { data, error, isPending } = useQuery(sizesQuery(arm, props.subscription))
  if (error !== null) return <ErrorNote error={error} />
  if (isPending) return <Spinner label={text('Looking for sizes')} />
  return (
    <Field
      label={text('Size')}
      required
      hint={text('Fixed once it is created.')}
      {...(props.fault === undefined ? {} : { validationMessage: props.fault })}
    >
      <RadioGroup value={props.value} onChange={(_, { value }) => props.onChange(value)}>
        {data.map((size) => (
          <Radio
            key={size.name}
            value={size.name}
            disabled={size.freeCores < size.cores}
            label={{ children: <SizeLine size={size} /> }}
          />
        ))}
      </RadioGroup>
    </Field>
  )
}

function SizeLine({ size }: { readonly size: Size }) {
  const text = useText()
  const { name, cores, memoryGB, gpus, freeCores, cappedTo } = size
  const parts = [
    text('{{cores}} cores, {{memory}} GB', { cores, memory: memoryGB }),
    ...(gpus > 0 ? [text('{{count}} GPUs', { count: gpus })] : []),
    ...(freeCores < cores ? [text('only {{free}} cores of the quota are free', { free: freeCores })] : []),
    ...(cappedTo === undefined ? [] : [cappedTo]),
  ]
  return (
    <>
      <strong>{name}</strong> <span>{parts.join(' · ')}</span>
    </>
  )
}
