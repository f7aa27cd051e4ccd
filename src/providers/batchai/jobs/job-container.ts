// The container a job runs in: from `containerSettings` to the model, back to the wire without its secret, and to what the
// nodes are asked for.

import { z } from 'zod'
import { ArmError } from '../../../base/errors.ts'
import { imageReferencePattern, partsOf, withTag } from '../../../base/image-reference.ts'
import type { JobContainer } from '../../../fleet/jobs/job.ts'
import { requireAllowedImage } from '../../../fleet/require-allowed-image.ts'
import type { SealedSecret } from '../clusters/cluster.ts'

export interface ContainerSettings {
  /** As they were sent. */
  readonly image: string
  readonly serverUrl?: string
  readonly shmSize?: string
  readonly username?: string
  readonly password?: SealedSecret
}

const path = 'properties.containerSettings'
const noVault = z.null('is not offered: there is no key vault. Send the password').optional()

export const containerSettingsSchema = z.strictObject({
  imageSourceRegistry: z.strictObject(
    {
      serverUrl: z
        .string()
        .max(300)
        .regex(
          /^(?:https:\/\/)?[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:\/[\w./-]*)?$/,
          "must be a registry's host, or its https address",
        )
        .nullish(),
      image: z.string('is required').max(500).regex(imageReferencePattern, 'is no reference to an image'),
      credentials: z
        .strictObject({
          username: z.string('is required').min(1, 'is required').max(300),
          password: z.string().max(8192).nullish(),
          passwordSecretReference: noVault,
        })
        .refine(({ password }) => Boolean(password), { path: ['password'], error: 'is required' })
        .nullish(),
    },
    'is required: it names the image',
  ),
  shmSize: z
    .string()
    .refine((text) => bytesIn(text) !== undefined, "must be a size as Docker spells it, such as '2g' or '512m'")
    .nullish(),
})

export interface ContainerRules {
  readonly allowedImages: readonly string[]
  seal(secret: string): SealedSecret
}

export function parseContainer(
  asked: z.infer<typeof containerSettingsSchema>,
  { allowedImages, seal }: ContainerRules,
): ContainerSettings {
  const { image, serverUrl, credentials } = asked.imageSourceRegistry
  requireOneRegistry(image, serverUrl ?? undefined)
  const settings = {
    image,
    ...(serverUrl ? { serverUrl } : {}),
    ...(asked.shmSize ? { shmSize: asked.shmSize } : {}),
  }
  requireAllowedImage(referenceOf(settings), allowedImages, `${path}.imageSourceRegistry.image`)
  return credentials
    ? { ...settings, username: credentials.username, password: seal(credentials.password ?? '') }
    : settings
}

export function containerDocument({ image, serverUrl, shmSize, username }: ContainerSettings) {
  return {
    imageSourceRegistry: {
      ...(serverUrl === undefined ? {} : { serverUrl }),
      image,
      ...(username === undefined ? {} : { credentials: { username } }),
    },
    ...(shmSize === undefined ? {} : { shmSize }),
  }
}

export function jobContainer(settings: ContainerSettings, unseal: (sealed: string) => string): JobContainer {
  const { username, password, shmSize } = settings
  return {
    image: withTag(referenceOf(settings)),
    ...(username === undefined || password === undefined
      ? {}
      : { credentials: { username, password: unseal(password.sealed) } }),
    ...(shmSize === undefined ? {} : { sharedMemoryBytes: bytesIn(shmSize) }),
  }
}

/** An image without a registry of its own is of the one that is named beside it. */
function referenceOf({ image, serverUrl }: ContainerSettings): string {
  const server = serverUrl === undefined ? undefined : hostOf(serverUrl)
  return server === undefined || hasRegistry(image) || isHub(server) ? image : `${server}/${image}`
}

function requireOneRegistry(image: string, serverUrl: string | undefined): void {
  const [named] = partsOf(image)
  const server = serverUrl === undefined ? undefined : hostOf(serverUrl)
  if (server === undefined || !hasRegistry(image) || named === server || (isHub(named) && isHub(server))) return
  throw new ArmError(
    400,
    'InvalidRequestContent',
    `The image is of '${named}' and serverUrl names '${server}'. Leave one of the two out.`,
    { target: `${path}.imageSourceRegistry.serverUrl` },
  )
}

function hasRegistry(image: string): boolean {
  const [first = '', ...rest] = image.split('/')
  return rest.length > 0 && partsOf(image)[0] === first.toLowerCase()
}

function hostOf(serverUrl: string): string {
  return (
    serverUrl
      .replace(/^https:\/\//, '')
      .split('/')[0]
      ?.toLowerCase() ?? ''
  )
}

function isHub(host: string): boolean {
  return ['docker.io', 'index.docker.io', 'registry-1.docker.io'].includes(host)
}

/** As Docker reads it: `64m`, `2g`, `1.5GiB`; a number alone is bytes. */
function bytesIn(text: string): number | undefined {
  const [, number, unit = 'b'] = /^(\d{1,15}(?:\.\d{1,6})?) ?(?:([bkmgt])(?:i?b)?)?$/i.exec(text) ?? []
  const bytes = Math.floor(Number(number) * 1024 ** 'bkmgt'.indexOf(unit.toLowerCase()))
  return number !== undefined && bytes >= 1 && bytes <= 2 ** 46 ? bytes : undefined
}
