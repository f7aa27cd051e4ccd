import { Dialog } from '@fluentui/react-components'
import { type ReactElement, useLayoutEffect } from 'react'

/** A dialog that is there as long as it is open. Whoever came to it by key is back where they were when it is gone. */
export function Modal(props: {
  /** Something has to be answered: a press beside it does not close it. */
  readonly isAlert?: boolean
  readonly children: ReactElement
  onClose(): void
}) {
  useReturnOfFocus()
  return (
    <Dialog open modalType={props.isAlert ? 'alert' : 'modal'} onOpenChange={(_, { open }) => !open && props.onClose()}>
      {props.children}
    </Dialog>
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
