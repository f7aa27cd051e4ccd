import { defineConfig } from 'vitest/config'

const exclude = ['**/node_modules/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,web}/**/*.test.ts', 'test/*.test.ts', 'test/{run,support,rows}/**/*.test.ts'],
          exclude,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'api', include: ['test/api/**/*.test.ts'], exclude, testTimeout: 30_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'product',
          include: ['test/product/**/*.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'clients',
          include: ['test/clients/**/*.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'fidelity',
          include: ['test/fidelity/**/*.test.ts'],
          exclude,
          testTimeout: 240_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
