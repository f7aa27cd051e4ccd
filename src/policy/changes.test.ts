// What append makes of a place, however it is spelled.

import { expect, test } from 'vitest'
import { changed } from './changes.ts'

const asked = { location: 'West Europe', tags: { owner: 'ana' } }
const place = (value: string) => ({ field: { kind: 'member', name: 'location' }, operation: 'append', value }) as const

test('appending the place that is asked for in another spelling changes nothing and refuses nothing', () => {
  expect(changed(asked, place('westeurope'))).toEqual(asked)
  expect(changed({ location: 'westeurope' }, place('West Europe'))).toEqual({ location: 'westeurope' })
})

test('appending another place refuses, and where none is asked for sets it', () => {
  expect(changed(asked, place('northeurope'))).toBeUndefined()
  expect(changed({ tags: {} }, place('West Europe'))).toEqual({ tags: {}, location: 'West Europe' })
})
