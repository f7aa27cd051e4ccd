// Two have changed the same file: both versions beside each other, and the choice between them.

import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { ApiError } from '../../../api/api-error.ts'
import type { ArmClient } from '../../../api/arm-client.ts'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { readContent } from '../content-query.ts'
import { textContent } from '../preview/text-content.ts'

interface Version {
  /** Undefined: it is no text any more. */
  readonly text: string | undefined
  readonly etag: string
}

export interface EditConflictProps {
  readonly workspace: WorkspaceKey
  readonly path: string
  readonly mine: string
  /** `theirs`: the tag of what is replaced; undefined: the file is gone. */
  onKeepMine(theirs: string | undefined): void
  /** Loads the file anew. */
  onTakeTheirs(): void
  /** To put the two together by hand. */
  onGoOn(): void
}

export function EditConflict({ workspace, path, mine, onKeepMine, onTakeTheirs, onGoOn }: EditConflictProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, refetch } = useQuery({
    queryKey: ['file conflict', workspace, path],
    gcTime: 0,
    staleTime: 0,
    queryFn: () => readTheirs(arm, workspace, path),
  })
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Spinner label={text('Looking at what is there now')} />
  const isGone = data === 'gone'
  return (
    <section aria-label={text('Two versions')} className={styles.conflict}>
      <MessageBar intent="warning" layout="multiline" role="alert">
        <MessageBarBody>
          <MessageBarTitle>
            {isGone ? text('Somebody deleted this file meanwhile') : text('Somebody changed this file meanwhile')}
          </MessageBarTitle>{' '}
          {text('Nothing is saved yet. Choose which version stays.')}
        </MessageBarBody>
      </MessageBar>
      <div className={styles.sides}>
        <Side title={text('There now')} content={isGone ? '' : (data.text ?? text('It is no text any more.'))} />
        <Side title={text('Yours')} content={mine} />
      </div>
      <div className={styles.buttons}>
        {isGone ? (
          <ActionButton appearance="primary" label={text('Make it again')} onClick={() => onKeepMine(undefined)} />
        ) : (
          <>
            <ActionButton label={text('Take what is there')} onClick={onTakeTheirs} />
            <ActionButton
              appearance="primary"
              label={text('Save yours in its place')}
              onClick={() => onKeepMine(data.etag)}
            />
          </>
        )}
        <ActionButton appearance="subtle" label={text('Go on editing')} onClick={onGoOn} />
      </div>
    </section>
  )
}

function Side({ title, content }: { readonly title: string; readonly content: string }) {
  const styles = useStyles()
  const id = useId()
  return (
    <div className={styles.side}>
      <h3 id={id} className={styles.title}>
        {title}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.text} tabIndex={0} aria-labelledby={id}>
        {content}
      </section>
    </div>
  )
}

async function readTheirs(arm: ArmClient, workspace: WorkspaceKey, path: string): Promise<Version | 'gone'> {
  try {
    const { bytes, etag } = await readContent(arm, workspace, path)
    return { text: textContent(bytes)?.text, etag }
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return 'gone'
    throw error
  }
}

const useStyles = makeStyles({
  conflict: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  sides: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(20rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  side: { minWidth: 0 },
  title: { margin: 0, fontSize: tokens.fontSizeBase300 },
  text: {
    margin: 0,
    maxHeight: '16rem',
    overflow: 'auto',
    padding: tokens.spacingHorizontalS,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})
