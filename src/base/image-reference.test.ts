import { describe, expect, test } from 'vitest'
import {
  defaultAllowedImages,
  imageReferencePattern,
  isAllowedImage,
  isImagePrefix,
  partsOf,
  withTag,
} from './image-reference.ts'

test.each([
  ['ubuntu', 'docker.io', 'library/ubuntu'],
  ['ubuntu:22.04', 'docker.io', 'library/ubuntu'],
  ['team/board:1.2', 'docker.io', 'team/board'],
  ['index.docker.io/team/board', 'docker.io', 'team/board'],
  ['localhost/board', 'localhost', 'board'],
  ['box:5000/board:1', 'box:5000', 'board'],
  ['Registry.Example.org/a/b@sha256:00', 'registry.example.org', 'a/b'],
])('%s is at %s, as %s', (reference, registry, path) => {
  expect(partsOf(reference)).toEqual([registry, path])
})

describe('which images are allowed', () => {
  test.each<[string, string, boolean]>([
    ['ubuntu', 'docker.io', true],
    ['ubuntu', 'docker.io/library', true],
    ['team/board', 'docker.io/team', true],
    ['teams/board', 'docker.io/team', false],
    ['docker.io.example.org/a', 'docker.io', false],
    ['not-docker.io/a', 'docker.io', false],
    ['mine.azurecr.io/a', '*.azurecr.io', true],
    ['azurecr.io/a', '*.azurecr.io', false],
    ['azurecr.io.example.org/a', '*.azurecr.io', false],
    ['mine.azurecr.io/b/a', '*.azurecr.io/b', true],
    ['box:5000/a', 'box', false],
    ['box:5000/a', 'box:5000', true],
    ['10.0.0.1:80/a', '*', true],
  ])('%s by %s: %s', (reference, prefix, isAllowed) => {
    expect(isAllowedImage(reference, [prefix])).toBe(isAllowed)
  })

  test.each(['localhost:5000/a', '127.0.0.1/a', '10.0.0.7:5000/a', 'registry.local/a', 'metadata.google.internal/a'])(
    '%s is not, unless somebody says so',
    (reference) => {
      expect(reference).toMatch(imageReferencePattern)
      expect(isAllowedImage(reference, defaultAllowedImages)).toBe(false)
    },
  )
})

test.each([`sha256:${'a'.repeat(64)}`, 'sha256:18d5', `sha512:${'b'.repeat(64)}`, 'f'.repeat(64)])(
  '%s is an image by its id, which no registry answers for, and no reference',
  (reference) => {
    expect(reference).not.toMatch(imageReferencePattern)
  },
)

test.each(['sha256', 'team/sha256:1', 'sha256sum:1', `${'f'.repeat(64)}:1`, 'docker.io/sha256:1'])(
  '%s is a reference',
  (reference) => {
    expect(reference).toMatch(imageReferencePattern)
  },
)

test('a prefix is a registry, a domain of them, or the beginning of a path', () => {
  for (const text of [...defaultAllowedImages, '*', 'box:5000', 'docker.io/team/a'])
    expect(isImagePrefix(text), text).toBe(true)
  for (const text of ['', 'https://docker.io', 'docker.io/', '**', '*.', 'a b', '*azurecr.io'])
    expect(isImagePrefix(text), text).toBe(false)
})

test('an image without a tag is the latest', () => {
  expect(['a', 'box:5000/a', 'a:1', 'a@sha256:0'].map(withTag)).toEqual([
    'a:latest',
    'box:5000/a:latest',
    'a:1',
    'a@sha256:0',
  ])
})
