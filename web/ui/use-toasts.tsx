import { Toast, ToastBody, ToastTitle, useToastController } from '@fluentui/react-components'
import { ApiError } from '../api/api-error.ts'

export const toasterId = 'toasts'

/** Short words at the edge of the page; what failed stays until it is read. */
export function useToasts(): { done(title: string): void; failed(title: string, error: unknown): void } {
  const { dispatchToast } = useToastController(toasterId)
  return {
    done: (title) =>
      dispatchToast(
        <Toast>
          <ToastTitle>{title}</ToastTitle>
        </Toast>,
        { intent: 'success' },
      ),
    failed: (title, error) =>
      dispatchToast(
        <Toast>
          <ToastTitle>{title}</ToastTitle>
          <ToastBody subtitle={error instanceof ApiError ? (error.nextStep ?? null) : null}>
            {error instanceof Error ? error.message : String(error)}
          </ToastBody>
        </Toast>,
        { intent: 'error', timeout: 15_000 },
      ),
  }
}
