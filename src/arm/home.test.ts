import { describe, expect, test } from 'vitest'
import { type Home, isAtHome } from './home.ts'

const subscription = '/subscriptions/s'
const group = `${subscription}/resourceGroups/g`
const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/w`

describe('a type is at home', () => {
  test.each<[Home, string]>([
    ['tenant', ''],
    ['subscription', subscription],
    ['subscription', `${subscription}/providers/Microsoft.MachineLearningServices/locations/eastus`],
    ['group', group],
    ['group', `${subscription}/resourcegroups/providers`],
    ['resource', workspace],
    ['scope', ''],
    ['scope', `${workspace}/computes/c`],
  ])('%s at %j', (home, parentId) => {
    expect(isAtHome(home, parentId)).toBe(true)
  })

  test.each<[Home, string]>([
    ['tenant', group],
    ['subscription', ''],
    ['subscription', group],
    ['subscription', '/providers/Microsoft.MachineLearningServices/locations/eastus'],
    ['subscription', `${subscription}/providers/A.B/c/d/providers/Microsoft.MachineLearningServices/locations/x`],
    ['group', ''],
    ['group', subscription],
    ['group', workspace],
    ['resource', group],
    ['resource', '/providers/Microsoft.MachineLearningServices/workspaces/w'],
    ['resource', `${workspace}/providers/Microsoft.MachineLearningServices/workspaces/inner`],
  ])('%s not at %j', (home, parentId) => {
    expect(isAtHome(home, parentId)).toBe(false)
  })

  test('a list of what lives in groups may be asked of a subscription, and of nothing wider', () => {
    expect(isAtHome('group', subscription, true)).toBe(true)
    expect(isAtHome('group', '', true)).toBe(false)
    expect(isAtHome('resource', subscription, true)).toBe(false)
  })
})
