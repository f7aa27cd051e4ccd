import {
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components'
import { type ReactNode, useLayoutEffect } from 'react'

export interface ModalProps {
  readonly title: string
  /** The buttons below it. */
  readonly actions: ReactNode
  /** Something has to be answered: a press beside it does not close it. */
  readonly isAlert?: boolean
  readonly children: ReactNode
  onClose(): void
  /** Set: it is a form, which Enter submits as well as a button of that type. */
  onSubmit?(): void
}

/** A dialog that is there as long as it is open. Whoever came to it by key is back where they were when it is gone. */
export function Modal({ title, actions, isAlert = false, children, onClose, onSubmit }: ModalProps) {
  const styles = useStyles()
  useReturnOfFocus()
  const body = (
    <DialogBody>
      <DialogTitle className={styles.title}>{title}</DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions>{actions}</DialogActions>
    </DialogBody>
  )
  return (
    <Dialog open modalType={isAlert ? 'alert' : 'modal'} onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>{onSubmit === undefined ? body : <Form onSubmit={onSubmit}>{body}</Form>}</DialogSurface>
    </Dialog>
  )
}

function Form({ onSubmit, children }: { onSubmit(): void; readonly children: ReactNode }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}

function useReturnOfFocus(): void {
  useLayoutEffect(() => {
    // The dialog takes the focus later than this.
    const before = document.activeElement
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body && document.activeElement !== null) return
        const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body
        const next = isThere ? before : document.getElementById('main')
        next?.focus()
      })
    }
  }, [])
}

const useStyles = makeStyles({ title: { overflowWrap: 'anywhere' } })
