import { useEffect, useState } from 'react'

const everyMs = 1_000

/** The time of day in milliseconds, that goes on by itself while something is live: what lasts is told with it. */
export function useNow(isLive: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isLive) return
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [isLive])
  return now
}
