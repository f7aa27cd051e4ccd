import { afterEach, beforeEach, expect, test } from 'vitest'
import { fleetKey, writeFleet } from '../../test/support/fleet-rows.ts'
import { type OpenDatabase, openDatabase } from '../store/open-database.ts'
import { RouteTable } from './route-table.ts'

let database: OpenDatabase
let now = 0

beforeEach(async () => {
  database = await openDatabase({ file: ':memory:' })
  now = 0
})
afterEach(() => database.close())

function table(): RouteTable {
  return new RouteTable(database.db, { now: () => now })
}

test('a label leads to the node of the fleet that claims it', async () => {
  await writeFleet(database.db, { name: 'Box' })
  expect(await table().find('box-lab')).toMatchObject({
    instance: 'Box',
    channel: 'lab',
    ownerId: 'ana',
    reach: { machineKey: 'machine', bootId: 'one', endpoint: { host: '127.0.0.1', port: 7070 } },
  })
})

test('a label nobody claims leads nowhere', async () => {
  await writeFleet(database.db, { name: 'Box' })
  for (const label of ['box', 'box-la', 'box-lab-', 'x-lab', "x' or '1'='1", '%', '']) {
    expect(await table().find(label)).toBeUndefined()
  }
})

test('a claim of another kind with the same value is no label', async () => {
  await writeFleet(database.db, { name: 'Box', apps: [] })
  const claim = { kind: 'compute-name', value: 'box-lab', resource_key: fleetKey('Box') }
  await database.db.insertInto('claims').values(claim).execute()
  expect(await table().find('box-lab')).toBeUndefined()
})

test('a fleet whose node was never looked at has a route that leads nowhere yet', async () => {
  await writeFleet(database.db, { name: 'Box', observed: null })
  expect(await table().find('box-lab')).toMatchObject({ state: { phase: 'unknown' }, reach: undefined })
})

test('only a running node can be reached', async () => {
  for (const phase of ['creating', 'starting', 'settingUp', 'stopping', 'stopped', 'removing'] as const) {
    await writeFleet(database.db, { name: 'Box', observed: { phase } })
    expect(await table().find('box-lab')).toMatchObject({ state: { phase }, reach: undefined })
  }
})

test('a change of owner or boot is seen within a quarter of a second', async () => {
  await writeFleet(database.db, { name: 'Box' })
  const routes = table()
  await routes.find('box-lab')
  await writeFleet(database.db, { name: 'Box', ownerId: 'ben', observed: { bootId: 'two' } })
  now = 249
  expect(await routes.find('box-lab')).toMatchObject({ ownerId: 'ana' })
  now = 250
  expect(await routes.find('box-lab')).toMatchObject({ ownerId: 'ben', reach: { bootId: 'two' } })
})

test('a forgotten label is read again at once', async () => {
  await writeFleet(database.db, { name: 'Box' })
  const routes = table()
  await routes.find('box-lab')
  await writeFleet(database.db, { name: 'Box', observed: { phase: 'stopped' } })
  routes.forget('box-lab')
  expect(await routes.find('box-lab')).toMatchObject({ reach: undefined })
})

test('many labels are read at once', async () => {
  await writeFleet(database.db, { name: 'Box' })
  const others = Array.from({ length: 1200 }, (_, index) => `other-${index}`)
  expect([...(await table().findAll([...others, 'box-lab'])).keys()]).toEqual(['box-lab'])
})
