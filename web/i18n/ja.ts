export const catalogue: Record<string, string> = {}
