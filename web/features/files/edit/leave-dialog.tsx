import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import { Modal } from '../../../ui/modal.tsx'

/** Before what is not saved would be lost. */
export function LeaveDialog({ onLeave, onStay }: { onLeave(): void; onStay(): void }) {
  const text = useText()
  return (
    <Modal isAlert onClose={onStay}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{text('Leave without saving?')}</DialogTitle>
          <DialogContent>{text('What you changed in this file is lost.')}</DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onStay}>
              {text('Stay')}
            </Button>
            <Button onClick={onLeave}>{text('Leave')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Modal>
  )
}
