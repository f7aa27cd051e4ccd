import { createContext, useContext } from 'react'
import type { ArmClient } from './arm-client.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'

/** What every page works with once somebody is signed in. */
export interface Studio {
  readonly settings: Settings
  readonly session: Session
  readonly arm: ArmClient
}

export const StudioContext = createContext<Studio | undefined>(undefined)

export function useStudio(): Studio {
  const studio = useContext(StudioContext)
  if (studio === undefined) throw new Error('Nobody is signed in.')
  return studio
}
