import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { context } from '../../../test/support/template-plans.ts'
import { deploymentFunctions } from './deployment-functions.ts'
import { notOffered } from './not-offered.ts'
import { standardFunctions } from './standard-functions.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/compatibility.md'), 'utf8')
const table = page.slice(page.indexOf('| Functions | |'), page.indexOf('Limits: those of ARM'))

/** In lower case, from the rows whose first cell matches. */
function documented(row: RegExp): string[] {
  const rows = table.split('\n').filter((line) => row.test(line))
  return rows.flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, name = '']) => name.toLowerCase())).sort()
}

test('the page on compatibility lists the functions there are', () => {
  const full = { ...context, deployer: {} }
  const ofPlans = ['copyindex', 'newguid', 'parameters', 'reference', 'utcnow', 'variables']
  const offered = [...standardFunctions.keys(), ...deploymentFunctions(full, null).map(([name]) => name), ...ofPlans]
  expect(documented(/^\| of /)).toEqual(offered.sort())
})

test('and those that are refused by name', () => {
  expect(documented(/^\| refused/)).toEqual([...notOffered.keys()].sort())
})
