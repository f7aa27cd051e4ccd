import { Button, type ButtonProps, Tooltip } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'

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

/**
 * A button that, when it cannot be pressed, can still be reached and says why. It is one element whether it can or not: it
 * keeps the focus when it is pressed and goes off, and a press that has begun is no other element's when it ends.
 */
export function ActionButton({ label, of, icon, appearance, reason, onClick }: ActionButtonProps) {
  const [isPointedAt, setPointedAt] = useState(false)
  return (
    <Tooltip
      content={reason ?? label}
      relationship={reason === undefined ? 'inaccessible' : 'description'}
      visible={reason !== undefined && isPointedAt}
      onVisibleChange={(_, { visible }) => setPointedAt(visible)}
    >
      <Button
        {...(icon === undefined ? {} : { icon })}
        {...(appearance === undefined ? {} : { appearance })}
        {...(of === undefined ? {} : { 'aria-label': `${label} ${of}` })}
        disabledFocusable={reason !== undefined}
        onClick={() => reason === undefined && onClick()}
      >
        {label}
      </Button>
    </Tooltip>
  )
}
