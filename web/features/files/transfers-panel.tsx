import { Button, makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular, ArrowUploadRegular, DismissRegular } from '@fluentui/react-icons'
import { ApiError } from '../../api/api-error.ts'
import { useText } from '../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../paths.ts'
import { byteSize } from '../../ui/byte-size.ts'
import { Panel } from '../../ui/panel.tsx'
import { shownName } from '../../ui/shown-name.ts'
import type { Transfer } from './transfers/transfers.ts'
import { useTransfers } from './transfers/use-transfers.ts'

/** What moves between this browser and the share: how far it is, and a way out of it. */
export function TransfersPanel({ workspace }: { readonly workspace: WorkspaceKey }) {
  const text = useText()
  const styles = useStyles()
  const { all, cancel, again, clear } = useTransfers(workspace)
  if (all.length === 0) return null
  return (
    <Panel
      title={text('Uploads and downloads')}
      action={
        <Button size="small" appearance="subtle" onClick={clear}>
          {text('Clear the finished ones')}
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <ul className={styles.list} tabIndex={0} aria-label={text('Uploads and downloads')}>
        {all.toReversed().map((transfer) => (
          <TransferRow
            key={transfer.id}
            transfer={transfer}
            onCancel={() => cancel(transfer.id)}
            onAgain={(overwrite) => again(transfer.id, overwrite)}
          />
        ))}
      </ul>
    </Panel>
  )
}

const words: Readonly<Record<Transfer['state'], string>> = {
  waiting: 'Waiting',
  running: 'Under way',
  done: 'Done',
  failed: 'Failed',
  canceled: 'Canceled',
}

interface RowProps {
  readonly transfer: Transfer
  onCancel(): void
  onAgain(overwrite: boolean): void
}

function TransferRow({ transfer, onCancel, onAgain }: RowProps) {
  const { kind, state, total, done, error } = transfer
  const text = useText()
  const styles = useStyles()
  const name = shownName(transfer.name)
  const isTaken = error instanceof ApiError && error.code === 'FileExists'
  const again = isTaken ? text('Replace it') : text('Try again')
  const isActive = state === 'waiting' || state === 'running'
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        {kind === 'upload' ? (
          <ArrowUploadRegular className={styles.icon} aria-hidden />
        ) : (
          <ArrowDownloadRegular className={styles.icon} aria-hidden />
        )}
        <span className={styles.name}>{name}</span>
        <span className={styles.state}>
          <span role="status">{isTaken ? text('Something has this name already') : text(words[state])}</span>
          {amountOf(transfer)}
        </span>
        {state === 'failed' && (
          <Button size="small" aria-label={`${again} ${name}`} onClick={() => onAgain(isTaken)}>
            {again}
          </Button>
        )}
        {isActive && (
          <Button
            size="small"
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={text('Cancel {{name}}', { name })}
            onClick={onCancel}
          />
        )}
      </div>
      {isActive && (
        <ProgressBar
          aria-label={name}
          {...(state === 'waiting'
            ? { value: 0 }
            : total === undefined
              ? {}
              : { value: done, max: Math.max(1, total) })}
        />
      )}
      {error !== undefined && !isTaken && <span className={styles.error}>{error.message}</span>}
    </li>
  )
}

function amountOf({ state, total, done }: Transfer): string {
  if (state === 'done') return ` · ${byteSize(total ?? done)}`
  if (state !== 'running') return ''
  return ` · ${byteSize(done)}${total === undefined ? '' : ` / ${byteSize(total)}`}`
}

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'grid',
    gap: tokens.spacingVerticalS,
    maxHeight: '9rem',
    overflowY: 'auto',
  },
  row: { display: 'grid', gap: tokens.spacingVerticalXXS },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  name: { flex: '1 1 0', minWidth: '8rem', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  icon: { flexShrink: 0 },
  state: { color: tokens.colorNeutralForeground3 },
  error: { color: tokens.colorPaletteRedForeground1 },
})
