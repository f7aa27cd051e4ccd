// What a job must have: a cluster, a name in an experiment, and what it runs on how many nodes.

import { Field, Input, MessageBar, MessageBarBody, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import type { Cluster } from './cluster-queries.ts'
import { messageAt } from './field-message.ts'
import type { JobDraft, JobPart } from './job-properties.ts'
import type { Fault } from './shape.ts'
import { StartFields } from './start-fields.tsx'

export interface FieldsProps {
  readonly draft: JobDraft
  /** Of fields that somebody has been to. */
  readonly faults: readonly Fault[]
  onProperties(part: JobPart): void
}

export function BasicFields(
  props: FieldsProps & {
    readonly clusters: readonly Cluster[]
    readonly experiments: readonly string[]
    /** The rest is written elsewhere. */
    readonly isNamesOnly: boolean
    onCluster(cluster: Cluster): void
    onName(part: Partial<Pick<JobDraft, 'name' | 'experiment'>>): void
  },
) {
  const { draft, faults, clusters, experiments, isNamesOnly, onCluster, onName } = props
  const text = useText()
  const { properties } = draft
  const chosen = clusters.find(({ id }) => id === properties.cluster?.id)
  return (
    <>
      <Field
        label={text('Cluster')}
        required
        {...messageAt(faults, ['properties', 'cluster'], text)}
        {...(chosen === undefined ? {} : { hint: clusterWords(chosen, text) })}
      >
        <Select
          value={chosen?.id ?? ''}
          onChange={(_, { value }) => {
            const cluster = clusters.find(({ id }) => id === value)
            if (cluster !== undefined) onCluster(cluster)
          }}
        >
          <option value="">{text('Choose…')}</option>
          {clusters.map(({ id, name, batch, size }) => (
            <option key={id} value={id}>
              {`${name} · ${size} · ${batch}`}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={text('Name')} required {...messageAt(faults, ['name'], text)}>
        <Input
          value={draft.name}
          autoComplete="off"
          spellCheck={false}
          onChange={(_, { value }) => onName({ name: value.trim() })}
        />
      </Field>
      <Field
        label={text('Experiment')}
        required
        hint={text('One that is there, or a new name: it is made with the job.')}
        {...messageAt(faults, ['experiment'], text)}
      >
        <Input
          value={draft.experiment}
          autoComplete="off"
          spellCheck={false}
          list="experiments"
          onChange={(_, { value }) => onName({ experiment: value.trim() })}
        />
      </Field>
      <datalist id="experiments">
        {experiments.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {isNamesOnly ? undefined : <Work {...props} cluster={chosen} />}
    </>
  )
}

function Work({ draft, faults, cluster, onProperties }: FieldsProps & { readonly cluster: Cluster | undefined }) {
  const text = useText()
  const styles = useStyles()
  const { properties } = draft
  return (
    <>
      <StartFields draft={draft} faults={faults} onProperties={onProperties} />
      <div className={styles.row}>
        <Field label={text('Nodes')} required {...messageAt(faults, ['properties', 'nodeCount'], text)}>
          <Input
            type="number"
            min={1}
            max={100}
            value={properties.nodeCount === undefined ? '' : String(properties.nodeCount)}
            onChange={(_, { value }) => onProperties({ nodeCount: value === '' ? undefined : Number(value) })}
          />
        </Field>
        <Field label={text('Priority')} {...messageAt(faults, ['properties', 'schedulingPriority'], text)}>
          <Select
            value={properties.schedulingPriority ?? 'normal'}
            onChange={(_, { value }) => onProperties({ schedulingPriority: value })}
          >
            <option value="low">{text('Low')}</option>
            <option value="normal">{text('Normal')}</option>
            <option value="high">{text('High')}</option>
          </Select>
        </Field>
      </div>
      <WaitsNote cluster={cluster} nodeCount={properties.nodeCount ?? 1} />
    </>
  )
}

/** On a cluster kept at a number of nodes a larger job waits, and nobody for it. */
function WaitsNote({ cluster, nodeCount }: { readonly cluster: Cluster | undefined; readonly nodeCount: number }) {
  const text = useText()
  if (cluster === undefined || cluster.scalesItself || nodeCount <= cluster.most) return undefined
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {text('{{cluster}} is kept at {{most}} nodes: the job will wait until it is resized.', {
          cluster: cluster.name,
          most: cluster.most,
        })}
      </MessageBarBody>
    </MessageBar>
  )
}

function clusterWords({ scalesItself, most, nodes, idle }: Cluster, text: ReturnType<typeof useText>): string {
  return scalesItself
    ? text('It scales by itself up to {{most}} nodes; {{nodes}} are there now, {{idle}} of them free.', {
        most,
        nodes,
        idle,
      })
    : text('It is kept at {{most}} nodes; {{nodes}} are there now, {{idle}} of them free.', { most, nodes, idle })
}

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: tokens.spacingHorizontalM },
})
