import { defineConfig } from 'vitest/config'

const exclude = ['**/node_modules/**']

/** What is awaited has nearly the whole time of its test, however busy the machine is: Vitest's own limit is a second. */
const patient = (testTimeout: number) => ({ testTimeout, expect: { poll: { timeout: testTimeout - 20_000 } } })

/** One file after the other: each starts a product of its own, and takes minutes if it must. */
const onTheProduct = (name: string, include: string[], others: string[] = []) => ({
  test: {
    name,
    include,
    exclude: [...exclude, ...others],
    fileParallelism: false,
    expect: { poll: { timeout: 150_000 } },
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
const commands = ['test/product/cli-*.test.ts']
const faults = ['test/product/{killed-*,*-faults,backup,deadline,dockerd,full-disk,host-safety,up}.test.ts']
const az = ['test/clients/{az,az-*,exec,exec-*}.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,web}/**/*.test.ts', 'test/*.test.ts', 'test/{run,support,rows}/**/*.test.ts'],
          exclude,
          // Some ask a shell or a compiler hundreds of times, on a machine that may be busy.
          ...patient(180_000),
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          exclude,
          // Some have a machine of one processor do the work of minutes.
          ...patient(600_000),
          // The first of them makes the node image.
          hookTimeout: 900_000,
        },
      },
      {
        test: { name: 'api', include: ['test/api/**/*.test.ts'], exclude, ...patient(240_000), hookTimeout: 240_000 },
      },
      onTheProduct('product', ['test/product/**/*.test.ts'], [...commands, ...faults]),
      onTheProduct('faults', faults),
      onTheProduct('commands', commands),
      onTheProduct('e2e', ['test/e2e/**/*.test.ts']),
      onTheProduct('az', az),
      onTheProduct('clients', ['test/clients/**/*.test.ts'], az),
      {
        test: {
          name: 'fidelity',
          include: ['test/fidelity/**/*.test.ts'],
          exclude,
          ...patient(240_000),
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
