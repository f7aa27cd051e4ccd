import { useSyncExternalStore } from 'react'

export type ClockChoice = 'local' | 'utc'

const key = 'carrel.clock'
const listeners = new Set<() => void>()

/** In whose time moments are shown, as the person chose on this browser. */
export function useClockChoice(): { choice: ClockChoice; choose(choice: ClockChoice): void } {
  return { choice: useSyncExternalStore(subscribe, storedChoice), choose }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function storedChoice(): ClockChoice {
  return localStorage.getItem(key) === 'utc' ? 'utc' : 'local'
}

function choose(choice: ClockChoice): void {
  localStorage.setItem(key, choice)
  for (const listener of listeners) listener()
}
