import { expect, test } from 'vitest'
import { layOut } from './graph-layout.ts'

const resource = (id: string) => ({ id, resourceName: id, resourceType: 't' })

test('a resource stands right of all that it waits for, and those of a column below each other', () => {
  const dependencies = [
    { ...resource('C'), dependsOn: [resource('b'), resource('a')] },
    { ...resource('b'), dependsOn: [resource('A')] },
  ]
  const { nodes, edges } = layOut(dependencies, [resource('a'), resource('d')])
  expect(nodes.map(({ id, column, row }) => `${id} ${column}.${row}`)).toEqual(['a 0.0', 'd 0.1', 'C 2.0', 'b 1.0'])
  expect(edges).toContainEqual({ from: 'a', to: 'b' })
})

test('a circle comes to an end', () => {
  const circle = [
    { ...resource('a'), dependsOn: [resource('b')] },
    { ...resource('b'), dependsOn: [resource('a')] },
  ]
  expect(layOut(circle, []).nodes).toHaveLength(2)
})
