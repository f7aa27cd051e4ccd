// What a deployment would change, as a diff: what is lost first. Nothing in it is more than text.

import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ChangeType, ResourceChange } from '../../api/ask-what-if.ts'
import { useText } from '../../i18n/use-text.ts'
import { codeBlock } from '../../ui/code-block.ts'
import { Panel } from '../../ui/panel.tsx'
import { plainList } from '../../ui/plain-list.ts'
import type { Tone } from './deployment-state.ts'
import { countsOf, diffLines, inOrder, isQuiet, resourceName } from './what-if.ts'

const shown: Readonly<Record<ChangeType, { readonly label: string; readonly tone: Tone }>> = {
  Create: { label: 'Create', tone: 'success' },
  Delete: { label: 'Delete', tone: 'danger' },
  Modify: { label: 'Modify', tone: 'warning' },
  Deploy: { label: 'Deploy', tone: 'brand' },
  NoChange: { label: 'No change', tone: 'informative' },
  Ignore: { label: 'Left alone', tone: 'informative' },
  Unsupported: { label: 'Cannot be told', tone: 'warning' },
}

export function WhatIfResult({ changes }: { readonly changes: readonly ResourceChange[] }) {
  const text = useText()
  const styles = useStyles()
  const ordered = inOrder(changes)
  const loud = ordered.filter((each) => !isQuiet(each))
  const quiet = ordered.filter(isQuiet)
  return (
    <Panel title={text('What would change')}>
      {loud.length === 0 && <span>{text('Nothing would change.')}</span>}
      <div className={styles.line}>
        {countsOf(changes).map(({ changeType, count }) => (
          <Badge key={changeType} appearance="tint" color={shown[changeType].tone}>
            {`${text(shown[changeType].label)}: ${count}`}
          </Badge>
        ))}
      </div>
      {loud.length > 0 && (
        <ul className={styles.list} aria-label={text('What would change')}>
          {loud.map((change) => (
            <Change key={change.resourceId} change={change} />
          ))}
        </ul>
      )}
      {quiet.length > 0 && (
        <details>
          <summary>{text('What stays as it is ({{count}})', { count: quiet.length })}</summary>
          <ul className={styles.quiet} aria-label={text('What stays as it is')}>
            {quiet.map((change) => (
              <Change key={change.resourceId} change={change} />
            ))}
          </ul>
        </details>
      )}
    </Panel>
  )
}

function Change({ change }: { readonly change: ResourceChange }) {
  const text = useText()
  const styles = useStyles()
  const { resourceId, changeType, delta, after, unsupportedReason } = change
  const { name, type } = resourceName(resourceId)
  const { label, tone } = shown[changeType] ?? shown.Unsupported
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        <Badge appearance="tint" color={tone}>
          {text(label)}
        </Badge>
        <strong className={styles.word}>{name}</strong>
        <span className={styles.type}>{type}</span>
      </div>
      {unsupportedReason !== undefined && <span className={styles.type}>{unsupportedReason}</span>}
      {changeType === 'Modify' && delta !== undefined && <Diff {...{ delta }} />}
      {changeType === 'Create' && after !== undefined && (
        <details>
          <summary>{text('What it would be')}</summary>
          <pre className={styles.code}>{JSON.stringify(after, undefined, 2)}</pre>
        </details>
      )}
    </li>
  )
}

function Diff({ delta }: { readonly delta: NonNullable<ResourceChange['delta']> }) {
  const styles = useStyles()
  return (
    <pre className={styles.code}>
      {diffLines(delta).map(({ sign, path, value }) => (
        <div key={`${sign}${path}`} className={mergeClasses(styles.diff, sign === '+' ? styles.added : styles.gone)}>
          {`${sign} ${path}: ${value}`}
        </div>
      ))}
    </pre>
  )
}

const useStyles = makeStyles({
  list: { ...plainList, gap: tokens.spacingVerticalM },
  quiet: { ...plainList, margin: `${tokens.spacingVerticalS} 0 0` },
  item: { display: 'grid', gap: tokens.spacingVerticalXS, minWidth: 0 },
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  word: { overflowWrap: 'anywhere', minWidth: 0 },
  type: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  code: { ...codeBlock, padding: tokens.spacingHorizontalS },
  // Lines that are broken go on below the path, not below the sign.
  diff: { paddingLeft: '2ch', textIndent: '-2ch' },
  added: { color: tokens.colorPaletteGreenForeground1, backgroundColor: tokens.colorPaletteGreenBackground1 },
  gone: { color: tokens.colorPaletteRedForeground1, backgroundColor: tokens.colorPaletteRedBackground1 },
})
