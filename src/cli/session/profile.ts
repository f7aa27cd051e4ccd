import { z } from 'zod'

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/)

export const profileSchema = z.object({
  name,
  endpoint: z.url(),
  tenantId: z.string(),
  /** PEM of the authority that is trusted; undefined: what this machine trusts. */
  ca: z.string().optional(),
  /** Whoever signed in, for people to read. */
  account: z.object({ name: z.string(), kind: z.enum(['User', 'ServicePrincipal']), objectId: z.string() }),
  place: z.object({
    subscription: z.string().optional(),
    resourceGroup: z.string().optional(),
    workspace: z.string().optional(),
  }),
  signIn: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('user'), refreshToken: z.string() }),
    z.object({ kind: z.literal('secret'), clientId: z.string(), clientSecret: z.string() }),
    /** PEM with certificate and private key, copied: the file it came from may move. */
    z.object({ kind: z.literal('certificate'), clientId: z.string(), certificate: z.string() }),
  ]),
  /** The last access token; `expiresAt` in milliseconds since 1970. */
  access: z.object({ token: z.string(), expiresAt: z.number() }).optional(),
})

/** One sign-in of this person at one installation, as `carrel login` keeps it. Full of secrets. */
export type Profile = z.infer<typeof profileSchema>

/** A profile is a file: its name must be one too. */
export function isProfileName(text: string): boolean {
  return name.safeParse(text).success
}
