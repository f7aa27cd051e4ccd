import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/use-text.ts'
import { Modal } from './modal.tsx'

export interface Confirmation {
  readonly title: string
  readonly body: ReactNode
  /** Of all it is about. */
  readonly names?: readonly string[]
  readonly confirm: string
  /** What has to be typed first, where something is lost for good. */
  readonly typed?: string
  act(): void
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ ask, onClose }: { readonly ask: Confirmation | undefined; onClose(): void }) {
  const text = useText()
  const styles = useStyles()
  const [typed, setTyped] = useState('')
  const close = () => {
    setTyped('')
    onClose()
  }
  if (ask === undefined) return null
  const isMissing = ask.typed !== undefined && typed !== ask.typed
  return (
    <Modal
      title={ask.title}
      isAlert
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{text('Cancel')}</Button>
          <Button
            appearance="primary"
            disabledFocusable={isMissing}
            onClick={() => {
              if (isMissing) return
              ask.act()
              close()
            }}
          >
            {ask.confirm}
          </Button>
        </>
      }
    >
      <div className={styles.words}>
        <div>{ask.body}</div>
        {ask.names !== undefined && <Names of={ask.names} />}
        {ask.typed !== undefined && (
          <Field label={text('Type {{name}} to confirm', { name: ask.typed })}>
            <Input value={typed} onChange={(_, { value }) => setTyped(value)} autoComplete="off" />
          </Field>
        )}
      </div>
    </Modal>
  )
}

const mostNames = 100
const mostInSight = 6

/** Each on a line of its own, all of them to be scrolled through. */
function Names({ of }: { readonly of: readonly string[] }) {
  const styles = useStyles()
  const text = useText()
  return (
    // What scrolls must be reachable by key.
    <ul className={styles.names} tabIndex={of.length > mostInSight ? 0 : undefined} aria-label={text('Names')}>
      {of.slice(0, mostNames).map((name) => (
        <li key={name}>{name}</li>
      ))}
      {of.length > mostNames && <li>{text('and {{count}} more', { count: of.length - mostNames })}</li>}
    </ul>
  )
}

const useStyles = makeStyles({
  words: { display: 'grid', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
  names: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
    maxHeight: '12rem',
    overflow: 'auto',
    overflowWrap: 'anywhere',
    fontWeight: tokens.fontWeightSemibold,
  },
})
