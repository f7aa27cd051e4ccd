import { Button } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { Modal } from '../../../ui/modal.tsx'

/** Before what is not saved would be lost. */
export function LeaveDialog({ onLeave, onStay }: { onLeave(): void; onStay(): void }) {
  const text = useText()
  return (
    <Modal
      title={text('Leave without saving?')}
      isAlert
      onClose={onStay}
      actions={
        <>
          <Button appearance="primary" onClick={onStay}>
            {text('Stay')}
          </Button>
          <Button onClick={onLeave}>{text('Leave')}</Button>
        </>
      }
    >
      {text('What you changed in this file is lost.')}
    </Modal>
  )
}
