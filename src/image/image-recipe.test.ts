import { expect, test } from 'vitest'
import { readImageRecipe } from './image-recipe.ts'

test('the reference is the same for the same recipe and names its content', async () => {
  const [first, second] = await Promise.all([readImageRecipe(), readImageRecipe()])
  expect(first.reference).toBe(second.reference)
  expect(first.reference).toMatch(/^carrel-node:[0-9a-f]{12}$/)
  expect([...first.files.keys()]).toContain('Dockerfile')
})

test('every Python package the image installs has one exact version', async () => {
  const { files } = await readImageRecipe()
  const lines = (files.get('requirements.txt') ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.filter((line) => !/^[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*$/.test(line))).toEqual([])
})
