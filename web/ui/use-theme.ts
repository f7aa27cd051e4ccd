import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'system' | 'light' | 'dark'

const key = 'carrel.theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

/** What the person chose on this browser, and which of the two that means now. */
export function useTheme(): { choice: ThemeChoice; isDark: boolean; choose(choice: ThemeChoice): void } {
  const choice = useSyncExternalStore(subscribe, storedChoice)
  const isDark = useSyncExternalStore(subscribe, () => choice === 'dark' || (choice === 'system' && systemDark.matches))
  return { choice, isDark, choose }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  systemDark.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    systemDark.removeEventListener('change', listener)
  }
}

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(key)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function choose(choice: ThemeChoice): void {
  localStorage.setItem(key, choice)
  for (const listener of listeners) listener()
}
