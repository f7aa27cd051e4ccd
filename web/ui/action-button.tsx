import { Button, type ButtonProps, Tooltip } from '@fluentui/react-components'
import type { ReactElement } from 'react'

export interface ActionButtonProps {
  readonly label: string
  /** What it is about, where several buttons have one label: for those who do not see what stands beside it. */
  readonly of?: string
  readonly icon?: ReactElement
  readonly appearance?: ButtonProps['appearance']
  /** Why it cannot be pressed now; shown on pointing at it and to a screen reader. Undefined: it can. */
  readonly reason?: string | undefined
  onClick(): void
}

/** A button that, when it cannot be pressed, can still be reached and says why. */
export function ActionButton({ label, of, icon, appearance, reason, onClick }: ActionButtonProps) {
  const button = (
    <Button
      {...(icon === undefined ? {} : { icon })}
      {...(appearance === undefined ? {} : { appearance })}
      {...(of === undefined ? {} : { 'aria-label': `${label} ${of}` })}
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
