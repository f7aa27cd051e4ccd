import { z } from 'zod'

const pair = z.object({ certificate: z.string(), key: z.string() })

/** What is handed to the gateway, all in PEM: ours for loopback and the domain, and a given one that goes before it there. */
export const servedCertificatesSchema = z.object({
  own: pair,
  given: pair.extend({ domain: z.string() }).optional(),
})

export type ServedCertificates = z.infer<typeof servedCertificatesSchema>
