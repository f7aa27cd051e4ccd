import { describe, expect, test } from 'vitest'
import { account, accountId, group, plan, refusalOf, waits } from '../../test/support/template-plans.ts'

describe('order', () => {
  test('dependsOn by id, by type and name, by name; conditions that are false are dropped', () => {
    const nothing = "[resourceId('Microsoft.Storage/storageAccounts', '')]"
    const off = account('off', { condition: '[equals(1, 2)]', apiVersion: '2018-01-01' })
    const made = plan({
      resources: [
        account('e', { dependsOn: ["[resourceId('microsoft.storage/storageaccounts', 'A')]"] }),
        account('d', { dependsOn: ["[concat('Microsoft.Storage/storageAccounts/', 'a')]"] }),
        account('c', { dependsOn: ['a', 'off', nothing] }),
        account('a'),
        off,
      ],
    })
    expect(waits(made)).toEqual({ a: [], e: ['a'], d: ['a'], c: ['a'] })
    expect(made.steps[0]?.name).toBe('a')
    expect(made.skipped).toEqual([
      { id: accountId('off'), type: 'Microsoft.Storage/storageAccounts', name: 'off', apiVersion: '2018-01-01' },
    ])
  })

  test('ids in a body are enough, also of parts, but give way to what is said', () => {
    const made = plan({
      resources: [
        account('late', {
          properties: { subnet: { id: `${group}/providers/Microsoft.Network/virtualNetworks/V/subnets/x` } },
        }),
        account('keyed', {
          identity: { userAssignedIdentities: { [`[resourceId('Microsoft.Storage/storageAccounts', 'late')]`]: {} } },
        }),
        account('mutual', { dependsOn: ['other'] }),
        account('other', { properties: { id: accountId('mutual') } }),
        {
          type: 'Microsoft.Network/virtualNetworks',
          apiVersion: '1',
          name: 'v',
          properties: { self: "[resourceId('Microsoft.Network/virtualNetworks', 'v')]" },
        },
      ],
    })
    expect(waits(made)).toEqual({ v: [], late: ['v'], keyed: ['late'], other: [], mutual: ['other'] })
  })

  test('a circle is printed', () => {
    const circle = () =>
      plan({
        resources: [
          account('a', { dependsOn: ['b'] }),
          account('b', { dependsOn: ['c'] }),
          account('c', { properties: { x: "[reference('a').y]" } }),
        ],
      })
    expect(refusalOf(circle).message).toContain(
      "'microsoft.storage/storageaccounts/a' → 'microsoft.storage/storageaccounts/b' → 'microsoft.storage/storageaccounts/c' → 'microsoft.storage/storageaccounts/a'",
    )
  })

  test('a resource that depends on itself is refused, by id and by name', () => {
    for (const own of ['a', accountId('A')]) {
      const refusal = refusalOf(() => plan({ resources: [account('a', { dependsOn: [own] }), account('b')] }))
      expect(refusal.message).toContain(`dependsOn names '${own}', the resource that it stands in.`)
      expect(refusal.message).toContain('resources[0].dependsOn[0]')
    }
  })
})
