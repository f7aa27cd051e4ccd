// Set-up scripts as clients send them.

import { z } from 'zod'
import { anyCase } from '../any-case.ts'

const scriptSchema = z.strictObject({
  scriptSource: anyCase(['inline', 'workspaceStorage']),
  scriptData: z
    .string('is required')
    .min(1, 'is required')
    .max(512 * 1024),
  scriptArguments: z.string().max(4096).nullish(),
  timeout: z.string().max(40).nullish(),
  /** Shown with what is pinned; clients send it back. */
  digest: z.unknown().optional(),
})

export const setupScriptsSchema = z.strictObject({
  scripts: z.strictObject({ creationScript: scriptSchema.nullish(), startupScript: scriptSchema.nullish() }).nullish(),
})

export type SentScript = z.infer<typeof scriptSchema>
export type SentScripts = z.infer<typeof setupScriptsSchema>
