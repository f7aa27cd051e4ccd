import { Button, type ButtonProps, Tooltip } from '@fluentui/react-components'
import type { ReactElement } from 'react'

export interface ActionButtonProps {
  readonly label: string
  readonly icon?: ReactElement
  readonly appearance?: ButtonProps['appearance']
  /** Why it cannot be pressed now; shown on pointing at it and to a screen reader. Undefined: it can. */
  readonly reason?: string | undefined
  onClick(): void
}

/** A button that, when it cannot be pressed, can still be reached and says why. */
export function ActionButton({ label, icon, appearance, reason, onClick }: ActionButtonProps) {
  const button = (
    <Button
      {...(icon === undefined ? {} : { icon })}
      {...(appearance === undefined ? {} : { appearance })}
      disabledFocusable={reason !== undefined}
      onClick={() => reason === undefined && onClick()}
    >
      {label}
    </Button>
  )
  if (reason === undefined) return button
  return (
    <Tooltip content={reason} relationship="description">
      {button}
    </Tooltip>
  )
}
