import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'

/** Before what is not saved would be lost. */
export function LeaveDialog({ onLeave, onStay }: { onLeave(): void; onStay(): void }) {
  const text = useText()
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onStay()}>
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
    </Dialog>
  )
}
