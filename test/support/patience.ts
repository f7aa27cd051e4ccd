/** Of who waits for what has to come, on however busy a machine: Vitest's own is a second. */
export const patience = { timeout: 100_000, interval: 20 } as const
