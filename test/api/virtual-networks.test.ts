import { describe, expect, test } from 'vitest'
import { makeWorkspace } from '../support/arm-paths.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'

const apiVersion = 'api-version=2024-01-01'

function networkBody(prefixes: readonly string[], subnets?: Readonly<Record<string, string>>) {
  const listed = Object.entries(subnets ?? {}).map(([name, addressPrefix]) => ({ name, properties: { addressPrefix } }))
  const addressSpace = { addressPrefixes: prefixes }
  return { location: 'eastus', properties: { addressSpace, ...(subnets ? { subnets: listed } : {}) } }
}

async function makeNetwork(server: TestServer, subnets: Readonly<Record<string, string>> = { a: '10.0.0.0/24' }) {
  const { groupId, computeId } = await makeWorkspace(server)
  const id = `${groupId}/providers/Microsoft.Network/virtualNetworks/net`
  const made = await server.call('PUT', `${id}?${apiVersion}`, networkBody(['10.0.0.0/16'], subnets))
  const names = async () => {
    const { body } = await server.call('GET', `${id}?${apiVersion}`)
    return body.properties.subnets.map(({ name }: { name: string }) => name)
  }
  return { id, groupId, computeId, made, names, subnetId: (name: string) => `${id}/subnets/${name}` }
}

describe('a subnet', () => {
  test('is the same written in its network and by itself', async () => {
    await using server = await startTestServer()
    const { id, made, names, subnetId } = await makeNetwork(server)
    const read = await server.call('GET', `${subnetId('a')}?${apiVersion}`)
    expect(read.body).toEqual(made.body.properties.subnets[0])
    expect(read.headers['etag']).toBe(read.body.etag)
    const old = await server.call('GET', `${id}?api-version=2017-06-01`)
    const { type: _, ...untyped } = read.body
    expect(old.body.properties.subnets).toEqual([untyped])
    expect((await server.call('GET', `${subnetId('a')}?api-version=2017-06-01`)).body).toEqual(untyped)

    const body = { properties: { addressPrefix: '10.0.1.0/24', serviceEndpoints: [{ service: 'Microsoft.Storage' }] } }
    const added = await server.call('PUT', `${subnetId('b')}?${apiVersion}`, body)
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({ id: subnetId('b'), name: 'b', properties: { provisioningState: 'Succeeded' } })
    expect((await server.call('PUT', `${subnetId('B')}?${apiVersion}`, body)).body.name).toBe('b')
    expect(await names()).toEqual(['a', 'b'])
    const listed = await server.call('GET', `${id}/subnets?${apiVersion}`)
    expect(listed.body.value.map(({ name }: { name: string }) => name)).toEqual(['a', 'b'])
    expect((await server.call('HEAD', `${subnetId('b')}?${apiVersion}`)).status).toBe(204)

    expect((await server.call('DELETE', `${subnetId('a')}?${apiVersion}`)).status).toBe(200)
    expect((await server.call('DELETE', `${subnetId('a')}?${apiVersion}`)).status).toBe(204)
    expect((await server.call('GET', `${subnetId('a')}?${apiVersion}`)).body.error.code).toBe('ResourceNotFound')
    expect((await server.call('HEAD', `${subnetId('a')}?${apiVersion}`)).status).toBe(404)
    expect(await names()).toEqual(['b'])
  })

  test('stays when its network is written without speaking of subnets, and goes with an empty list', async () => {
    await using server = await startTestServer()
    const { id, names } = await makeNetwork(server)
    await server.call('PUT', `${id}?${apiVersion}`, networkBody(['10.0.0.0/16', '10.1.0.0/16']))
    expect(await names()).toEqual(['a'])
    await server.call('PUT', `${id}?${apiVersion}`, networkBody(['10.0.0.0/16'], {}))
    expect(await names()).toEqual([])
  })

  test('in a network that is not there is 404', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const id = `${groupId}/providers/Microsoft.Network/virtualNetworks/none/subnets/a?${apiVersion}`
    const refused = await server.call('PUT', id, { properties: { addressPrefix: '10.0.0.0/24' } })
    expect([refused.status, refused.body.error.code]).toEqual([404, 'ParentResourceNotFound'])
  })

  test('is kept by a lock on its network', async () => {
    await using server = await startTestServer()
    const { id, subnetId } = await makeNetwork(server)
    const lock = `${id}/providers/Microsoft.Authorization/locks/kept?api-version=2020-05-01`
    await server.call('PUT', lock, { properties: { level: 'CanNotDelete' } })
    expect((await server.call('DELETE', `${subnetId('a')}?${apiVersion}`)).body.error.code).toBe('ScopeLocked')
  })

  test('two written at once both stand in the network', async () => {
    await using server = await startTestServer()
    const { names, subnetId } = await makeNetwork(server, {})
    const all = Array.from({ length: 8 }, (_, index) => index)
    const put = (index: number) =>
      server.call('PUT', `${subnetId(`s${index}`)}?${apiVersion}`, {
        properties: { addressPrefix: `10.0.${index}.0/24` },
      })
    const answers = await Promise.all(all.map(put))
    expect(answers.map(({ status }) => status)).toEqual(all.map(() => 201))
    expect((await names()).toSorted()).toEqual(all.map((index) => `s${index}`))
  })

  test('is not written over what somebody else wrote in between', async () => {
    await using server = await startTestServer()
    const { made, subnetId } = await makeNetwork(server)
    const headers = { 'if-match': String(made.headers['etag']) }
    const put = (addressPrefix: string) =>
      server.call('PUT', `${subnetId('a')}?${apiVersion}`, { properties: { addressPrefix } }, { headers })
    expect((await put('10.0.2.0/24')).status).toBe(200)
    expect((await put('10.0.3.0/24')).body.error.code).toBe('PreconditionFailed')
  })
})

describe('addresses', () => {
  test.each([
    [['10.0.0.0/16'], { a: '10.1.0.0/24' }, 'NetcfgSubnetRangeOutsideVnet'],
    [['10.0.0.0/16'], { a: '10.0.0.0/24', b: '10.0.0.128/25' }, 'NetcfgSubnetRangesOverlap'],
    [['10.0.0.0/16'], { a: '10.0.0.0/25', b: '10.0.1.0/24', c: '10.0.0.0/23' }, 'NetcfgSubnetRangesOverlap'],
    [['fd00::/48', '10.0.0.0/16'], { a: 'fd00::/64', b: '10.0.0.0/24', c: 'fd00::/65' }, 'NetcfgSubnetRangesOverlap'],
    [['10.0.0.0/16', '10.0.128.0/17'], {}, 'NetcfgOverlappingAddressSpace'],
    [['10.0.0.1/16'], {}, 'InvalidCIDRNotation'],
    [['10.0.0.0/16'], { a: '10.0.0.0/33' }, 'InvalidCIDRNotation'],
    [['10.0.0.0/16'], { a: '10.0.0.0/24', A: '10.0.1.0/24' }, 'DuplicateResourceName'],
  ])('%j with %j: %s', async (prefixes, subnets, code) => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const id = `${groupId}/providers/Microsoft.Network/virtualNetworks/net?${apiVersion}`
    const refused = await server.call('PUT', id, networkBody(prefixes, subnets))
    expect([refused.status, refused.body.error.code]).toEqual([400, code])
  })

  test('three thousand subnets are taken; one more is too many, in the list or by itself', async () => {
    await using server = await startTestServer()
    const { groupId } = await makeWorkspace(server)
    const id = `${groupId}/providers/Microsoft.Network/virtualNetworks/net?${apiVersion}`
    const many = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`s${index}`, `10.${index >> 8}.${index & 255}.0/24`]),
      )
    const made = await server.call('PUT', id, networkBody(['10.0.0.0/8'], many(3_000)))
    expect([made.status, made.body.properties.subnets.length]).toEqual([201, 3_000])
    const refused = await server.call('PUT', id, networkBody(['10.0.0.0/8'], many(3_001)))
    expect([refused.status, refused.body.error.code]).toEqual([400, 'SubnetCountLimitReached'])
    const alone = await server.call('PUT', id.replace('?', '/subnets/more?'), {
      properties: { addressPrefix: '10.255.0.0/24' },
    })
    expect([alone.status, alone.body.error.code]).toEqual([400, 'SubnetCountLimitReached'])
  })

  test('a subnet by itself is held to them too', async () => {
    await using server = await startTestServer()
    const { subnetId, names } = await makeNetwork(server)
    const refused = await server.call('PUT', `${subnetId('b')}?${apiVersion}`, {
      properties: { addressPrefix: '10.0.0.0/25' },
    })
    expect([refused.status, refused.body.error.code]).toEqual([400, 'NetcfgSubnetRangesOverlap'])
    expect(await names()).toEqual(['a'])
  })
})

test('a rule of a security group is the same written in its group and by itself; a priority is one rule’s', async () => {
  await using server = await startTestServer()
  const { groupId } = await makeWorkspace(server)
  const id = `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg`
  const made = await server.call('PUT', `${id}?${apiVersion}`, { location: 'eastus' })
  expect(made.body.properties.defaultSecurityRules).toHaveLength(6)
  const properties = {
    protocol: 'tcp',
    access: 'allow',
    direction: 'inbound',
    priority: '200',
    destinationPortRange: 22,
  }
  const added = await server.call('PUT', `${id}/securityRules/ssh?${apiVersion}`, { properties })
  expect([added.status, added.body.properties]).toEqual([
    201,
    expect.objectContaining({ protocol: 'Tcp', access: 'Allow', priority: 200, destinationPortRange: '22' }),
  ])
  const group = await server.call('GET', `${id}?${apiVersion}`)
  expect(group.body.properties.securityRules).toEqual([added.body])
  const refused = await server.call('PUT', `${id}/securityRules/other?${apiVersion}`, { properties })
  expect([refused.status, refused.body.error.code]).toEqual([400, 'SecurityRuleConflict'])
  expect((await server.call('DELETE', `${id}/securityRules/ssh?${apiVersion}`)).status).toBe(200)
  expect((await server.call('GET', `${id}/securityRules?${apiVersion}`)).body.value).toEqual([])
})

describe('CI-25: an instance in a subnet of a network that stands here', () => {
  const compute = (id: string) => ({
    location: 'eastus',
    properties: { computeType: 'ComputeInstance', properties: { vmSize: 'STANDARD_D2_V2', subnet: { id } } },
  })

  test('is made in a subnet that is there, and in no other', async () => {
    await using server = await startTestServer()
    const { id, computeId, subnetId } = await makeNetwork(server)
    const refused = await server.call('PUT', `${computeId('one')}?api-version=2024-10-01`, compute(subnetId('other')))
    expect([refused.status, refused.body.error.code]).toEqual([400, 'InvalidResourceReference'])
    expect(refused.body.error.message).toContain('It has: a.')
    const made = await server.call('PUT', `${computeId('one')}?api-version=2024-10-01`, compute(subnetId('A')))
    expect(made.status).toBe(201)
    const elsewhere = compute(id.replace('/net', '/unknown').concat('/subnets/any'))
    expect((await server.call('PUT', `${computeId('two')}?api-version=2024-10-01`, elsewhere)).status).toBe(201)
  })

  test('keeps the subnet and the network until it is deleted, by whatever door they are to go', async () => {
    await using server = await startTestServer()
    const { id, computeId, names, subnetId } = await makeNetwork(server, { a: '10.0.0.0/24', b: '10.0.1.0/24' })
    await server.call('PUT', `${computeId('one')}?api-version=2024-10-01`, compute(subnetId('a')))
    await server.settle()
    const doors = [
      () => server.call('DELETE', `${subnetId('a')}?${apiVersion}`),
      () => server.call('DELETE', `${id}?${apiVersion}`),
      () => server.call('PUT', `${id}?${apiVersion}`, networkBody(['10.0.0.0/16'], { b: '10.0.1.0/24' })),
      () => server.call('PATCH', `${id}?${apiVersion}`, { properties: { subnets: [] } }),
    ]
    for (const go of doors) {
      const { status, body } = await go()
      expect([status, body.error.code]).toEqual([400, 'InUseSubnetCannotBeDeleted'])
      expect(body.error.message).toContain(computeId('one').toLowerCase())
    }
    expect((await server.call('DELETE', `${subnetId('b')}?${apiVersion}`)).status).toBe(200)
    expect(await names()).toEqual(['a'])

    await server.call('DELETE', `${computeId('one')}?api-version=2024-10-01&underlyingResourceAction=Delete`)
    await server.settle()
    expect((await server.call('DELETE', `${id}?${apiVersion}`)).status).toBe(200)
  })
})
