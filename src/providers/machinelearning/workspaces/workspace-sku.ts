// SKU and kind of a workspace. All SKUs are one here; kinds other than the ordinary one are other things altogether.

import { z } from 'zod'
import { readBody } from '../../../arm/read-body.ts'
import { oneOf } from '../../../arm/scalars.ts'
import { ArmError } from '../../../base/errors.ts'

const tiers = ['Free', 'Basic', 'Standard', 'Premium', 'Enterprise'] as const
const skuSchema = z
  .looseObject({ name: oneOf(tiers), tier: oneOf(tiers).nullish() })
  .transform(({ name, tier }) => ({ name, tier: tier ?? name }))

export function readWorkspaceSku(sent: unknown): { name: string; tier: string } {
  return readBody(skuSchema, sent ?? { name: 'Basic' }, 'sku')
}

export function readWorkspaceKind(sent: string | null | undefined): string {
  if (sent === null || sent === undefined || sent.toLowerCase() === 'default') return 'Default'
  throw new ArmError(
    400,
    'WorkspaceKindNotSupported',
    `Workspaces of kind '${sent.slice(0, 60)}' are not offered. Leave 'kind' out, or send 'Default'.`,
    { target: 'kind' },
  )
}
