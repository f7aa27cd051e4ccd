/** What may stand where a tenant's id belongs: clients that were told no tenant put one of the common names there. */
export function tenantAliases(tenantId: string): readonly string[] {
  return [tenantId, 'organizations', 'common', 'adfs']
}
