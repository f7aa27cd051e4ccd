import { expect, test } from 'vitest'
import type { AppTarget, NodeState } from './app-target.ts'
import type { Session } from './check-session.ts'
import { OpenConnections } from './open-connections.ts'
import { sweep } from './sweep.ts'

const ana: Session = { id: 's1', objectId: 'ana', userName: 'ana@example.org' }

interface World {
  readonly isSignedIn: boolean
  readonly target?: AppTarget | undefined
}

function target(change: Partial<AppTarget> = {}, state: Partial<NodeState> = {}): AppTarget {
  return {
    label: 'a-lab',
    channel: 'lab',
    instance: 'a',
    ownerId: 'ana',
    state: {
      phase: 'running',
      phases: [],
      cause: undefined,
      failure: undefined,
      isChanging: false,
      power: 'running',
      ...state,
    },
    reach: { machineKey: 'm', bootId: 'one', endpoint: { host: '127.0.0.1', port: 1 } },
    ...change,
  }
}

async function isClosedIn(world: World): Promise<boolean> {
  let isClosed = false
  const open = new OpenConnections()
  open.add({
    session: ana,
    label: 'a-lab',
    bootId: 'one',
    close: () => {
      isClosed = true
    },
  })
  await sweep({
    open,
    liveSessions: (ids) => Promise.resolve(new Set(world.isSignedIn ? ids : [])),
    routes: { findAll: () => Promise.resolve(new Map(world.target === undefined ? [] : [['a-lab', world.target]])) },
  })
  return isClosed
}

test('a connection goes on while its session, owner and boot are the same', async () => {
  expect(await isClosedIn({ isSignedIn: true, target: target() })).toBe(false)
})

test('a connection goes on while its node is on its way down', async () => {
  expect(await isClosedIn({ isSignedIn: true, target: target({ reach: undefined }, { phase: 'stopping' }) })).toBe(
    false,
  )
})

test.each<[string, World]>([
  ['its session has ended', { isSignedIn: false, target: target() }],
  ['the app is assigned to another (CI-107)', { isSignedIn: true, target: target({ ownerId: 'ben' }) }],
  ['the instance is gone', { isSignedIn: true }],
  ['the node has stopped', { isSignedIn: true, target: target({ reach: undefined }, { phase: 'stopped' }) }],
  [
    'the node is in another boot',
    {
      isSignedIn: true,
      target: target({ reach: { machineKey: 'm', bootId: 'two', endpoint: { host: '127.0.0.1', port: 1 } } }),
    },
  ],
])('a connection is closed when %s', async (_why, world) => {
  expect(await isClosedIn(world)).toBe(true)
})

test('nothing is closed when the store cannot be read', async () => {
  let isClosed = false
  const open = new OpenConnections()
  const close = (): void => {
    isClosed = true
  }
  open.add({ session: ana, label: 'a-lab', bootId: 'one', close })
  const away = sweep({
    open,
    liveSessions: () => Promise.resolve(new Set()),
    routes: { findAll: () => Promise.reject(new Error('away')) },
  })
  await expect(away).rejects.toThrow('away')
  expect(isClosed).toBe(false)
})
