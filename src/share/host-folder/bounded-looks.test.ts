import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { BoundedLooks } from './bounded-looks.ts'

const silent = expect.objectContaining({ code: 'HostFolderDoesNotAnswer' })

test('what answers is answered, what fails fails', async () => {
  const looks = new BoundedLooks()
  expect(await looks.at('/a', async () => 'seen')).toBe('seen')
  await expect(looks.at('/a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
})

test('nobody waits for what does not answer, nor begins another look at it, until it has', async () => {
  const looks = new BoundedLooks({ patienceMs: 1 })
  let answer: (seen: string) => void = () => undefined
  const hanging = new Promise<string>((resolve) => {
    answer = resolve
  })
  let looked = 0
  const look = () => {
    looked++
    return hanging
  }
  await expect(looks.at('/dead', look)).rejects.toThrow(silent)
  await expect(looks.at('/dead', look)).rejects.toThrow(silent)
  expect(looked).toBe(1)
  expect(await looks.at('/alive', async () => 'seen')).toBe('seen')
  answer('late')
  await nextTurn()
  expect(await looks.at('/dead', async () => 'seen')).toBe('seen')
})

test('no more than two looks hang at the same time', async () => {
  const looks = new BoundedLooks({ patienceMs: 1 })
  const never = new Promise<string>(() => undefined)
  for (const path of ['/a', '/b']) await expect(looks.at(path, () => never)).rejects.toThrow(silent)
  let hasLooked = false
  const look = async () => {
    hasLooked = true
  }
  await expect(looks.at('/c', look)).rejects.toThrow(silent)
  expect(hasLooked).toBe(false)
})
