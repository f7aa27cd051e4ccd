import type { ReactNode } from 'react'

/** Something that must not be missed: brought into view when it appears. */
export function InSight({ children }: { readonly children: ReactNode }) {
  return <div ref={(element) => element?.scrollIntoView({ block: 'nearest' })}>{children}</div>
}
