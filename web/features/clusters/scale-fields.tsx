// How many nodes: asked for by a person, or by the queue between a least and a most.

import { Field, Input, makeStyles, Radio, RadioGroup, Select, tokens } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import type { ClusterKey } from '../../paths.ts'
import type { OnRemoval } from './cluster.ts'
import type { ScaleDraft } from './scale-draft.ts'

const removalWords: Readonly<Record<OnRemoval, string>> = {
  requeue: 'They wait in the queue again',
  terminate: 'They are ended',
  waitforjobcompletion: 'The node goes when they are done',
}
const removals = ['requeue', 'terminate', 'waitforjobcompletion'] as const

export function ScaleFields(props: {
  readonly kind: ClusterKey['kind']
  readonly scale: ScaleDraft
  /** It is being made: it can begin with some. */
  readonly isNew: boolean
  readonly fault: string | undefined
  onChange(scale: ScaleDraft): void
}) {
  const { kind, scale, isNew, fault } = props
  const text = useText()
  const styles = useStyles()
  const change = (part: Partial<ScaleDraft>) => props.onChange({ ...scale, ...part })
  return (
    <>
      {kind === 'batch' && (
        <Field label={text('How many')}>
          <RadioGroup
            value={scale.isAuto ? 'auto' : 'manual'}
            onChange={(_, { value }) => change({ isAuto: value === 'auto' })}
          >
            <Radio value="auto" label={text('As many as its queue needs')} />
            <Radio value="manual" label={text('As many as are asked for by hand')} />
          </RadioGroup>
        </Field>
      )}
      <div className={styles.line}>
        {scale.isAuto ? (
          <>
            <NumberField label={text('At least')} value={scale.least} onChange={(least) => change({ least })} />
            <NumberField label={text('At most')} value={scale.most} onChange={(most) => change({ most })} />
            {isNew && kind === 'batch' && (
              <NumberField label={text('At first')} value={scale.initial} onChange={(initial) => change({ initial })} />
            )}
            <NumberField
              label={text('Idle minutes before a node goes')}
              value={scale.idle}
              onChange={(idle) => change({ idle })}
            />
          </>
        ) : (
          <>
            <NumberField label={text('Number of nodes')} value={scale.count} onChange={(count) => change({ count })} />
            <Field label={text('Jobs of nodes that are taken away')}>
              <Select
                value={scale.onRemoval}
                onChange={(_, { value }) => change({ onRemoval: removals.find((each) => each === value) ?? 'requeue' })}
              >
                {removals.map((each) => (
                  <option key={each} value={each}>
                    {text(removalWords[each])}
                  </option>
                ))}
              </Select>
            </Field>
          </>
        )}
      </div>
      {fault !== undefined && (
        <div role="alert" className={styles.fault}>
          {text(fault)}
        </div>
      )}
    </>
  )
}

function NumberField(props: { readonly label: string; readonly value: string; onChange(value: string): void }) {
  const styles = useStyles()
  return (
    <Field label={props.label} className={styles.number}>
      <Input
        inputMode="numeric"
        autoComplete="off"
        value={props.value}
        input={{ className: styles.digits }}
        onChange={(_, { value }) => props.onChange(value.trim())}
      />
    </Field>
  )
}

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalL },
  number: { width: 'fit-content' },
  digits: { width: '5rem' },
  fault: { color: tokens.colorPaletteRedForeground1, fontSize: tokens.fontSizeBase200 },
})
