import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { Panel } from '../../../ui/panel.tsx'
import type { Job } from '../job.ts'

/** What it finds in its environment and its directories; secrets by their names alone. */
export function Environment({ job }: { readonly job: Job }) {
  const text = useText()
  const styles = useStyles()
  const { environmentVariables, secrets, inputDirectories, outputDirectories } = job.properties
  const rows = [
    ...(environmentVariables ?? []).map(({ name, value }) => ({ name, value, isSecret: false })),
    ...(secrets ?? []).map(({ name }) => ({ name, value: '', isSecret: true })),
    ...(inputDirectories ?? []).map(({ id, path }) => ({
      name: `AZ_BATCHAI_INPUT_${id}`,
      value: path,
      isSecret: false,
    })),
    ...(outputDirectories ?? []).map(({ id, pathPrefix, pathSuffix }) => ({
      name: `AZ_BATCHAI_OUTPUT_${id}`,
      value: [pathPrefix, '…', pathSuffix ?? ''].filter((part) => part !== '').join('/'),
      isSecret: false,
    })),
  ]
  return (
    <Panel title={text('Environment')}>
      {rows.length === 0 ? (
        <span>{text('Nothing was added to what every job finds.')}</span>
      ) : (
        <dl className={styles.list}>
          {rows.map(({ name, value, isSecret }) => (
            <div key={name} className={styles.row}>
              <dt className={styles.name}>{name}</dt>
              <dd className={styles.value}>
                {isSecret ? <Text italic>{text('secret: shown to nobody')}</Text> : value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  )
}

const useStyles = makeStyles({
  list: { margin: 0, display: 'grid', gap: tokens.spacingVerticalS },
  row: { display: 'grid', minWidth: 0 },
  name: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  value: { margin: 0, fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
})
