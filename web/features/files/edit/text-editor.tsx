// A text file in a plain editor. It saves over the version it was opened with alone: what somebody else saved meanwhile is
// shown beside one's own, and neither is lost unasked.

import { makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { SaveRegular } from '@fluentui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { useState } from 'react'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import { ActionButton } from '../../../ui/action-button.tsx'
import { ErrorNote } from '../../../ui/error-note.tsx'
import { useToasts } from '../../../ui/use-toasts.tsx'
import { contentQuery, isConflict, writeContent } from '../content-query.ts'
import { bytesOf, type TextContent } from '../preview/text-content.ts'
import type { FileRights } from '../rights-query.ts'
import { useFileChanges } from '../use-file-changes.ts'
import { EditConflict } from './edit-conflict.tsx'
import { LeaveDialog } from './leave-dialog.tsx'

export interface TextEditorProps {
  readonly workspace: WorkspaceKey
  readonly path: string
  readonly rights: FileRights
  readonly content: TextContent
  readonly etag: string
}

export function TextEditor({ workspace, path, rights, content, etag }: TextEditorProps) {
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const toasts = useToasts()
  const queryClient = useQueryClient()
  const loaded = contentQuery(arm, workspace, path)
  const { refresh } = useFileChanges(workspace)
  const [saved, setSaved] = useState({ text: content.text, etag })
  const [draft, setDraft] = useState(content.text)
  const isChanged = draft !== saved.text
  const save = useMutation({
    /** `over`: the version to replace; undefined: there is none any more. */
    mutationFn: async (over: string | undefined) => {
      const bytes = bytesOf(draft, content)
      return { bytes, text: draft, etag: await writeContent(arm, workspace, { path, bytes, etag: over }) }
    },
    onSuccess: async ({ bytes, ...now }) => {
      setSaved(now)
      queryClient.setQueryData(loaded.queryKey, (before) => before && { ...before, bytes, etag: now.etag })
      toasts.done(text('Saved'))
      await refresh()
    },
  })
  const leaving = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: isChanged,
    withResolver: true,
  })
  const isInConflict = isConflict(save.error)
  const reason = reasonAgainst({ content, rights, isChanged, isSaving: save.isPending, isInConflict })
  return (
    <div className={styles.editor}>
      <div className={styles.buttons}>
        <ActionButton
          appearance="primary"
          icon={<SaveRegular />}
          label={text('Save')}
          reason={reason && text(reason)}
          onClick={() => save.mutate(saved.etag)}
        />
        {isChanged && <span>{text('Not saved yet')}</span>}
      </div>
      {content.isMixed && (
        <p>{text('This file mixes kinds of line breaks, which saving would change: it is only shown.')}</p>
      )}
      {isInConflict ? (
        <EditConflict
          workspace={workspace}
          path={path}
          mine={draft}
          onKeepMine={(theirs) => save.mutate(theirs)}
          onTakeTheirs={() => void queryClient.refetchQueries({ queryKey: loaded.queryKey })}
          onGoOn={() => save.reset()}
        />
      ) : (
        <>
          {save.error !== null && <ErrorNote error={save.error} onRetry={() => save.mutate(saved.etag)} />}
          <Textarea
            className={styles.area}
            textarea={{ className: styles.text, spellCheck: false, autoComplete: 'off' }}
            aria-label={text('Content of the file')}
            value={draft}
            readOnly={content.isMixed || !rights.upload}
            onChange={(_, { value }) => setDraft(value)}
            onKeyDown={(event) => {
              if (!((event.ctrlKey || event.metaKey) && event.key === 's')) return
              event.preventDefault()
              if (reason === undefined) save.mutate(saved.etag)
            }}
          />
        </>
      )}
      {leaving.status === 'blocked' && <LeaveDialog onLeave={leaving.proceed} onStay={leaving.reset} />}
    </div>
  )
}

/** An English sentence, to be translated. */
function reasonAgainst(now: {
  readonly content: TextContent
  readonly rights: FileRights
  readonly isChanged: boolean
  readonly isSaving: boolean
  readonly isInConflict: boolean
}): string | undefined {
  if (!now.rights.upload) return 'Your role here does not let you change files.'
  if (now.content.isMixed) return 'This file is only shown.'
  if (now.isInConflict) return 'Choose one of the two versions first.'
  if (now.isSaving) return 'It is being saved.'
  return now.isChanged ? undefined : 'Nothing has changed.'
}

const useStyles = makeStyles({
  editor: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  area: { width: '100%', height: 'calc(100dvh - 22rem)', minHeight: '14rem', maxHeight: 'none' },
  text: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    height: '100%',
    maxHeight: 'none',
  },
  buttons: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
})
