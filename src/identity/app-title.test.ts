import { expect, test } from 'vitest'
import { appTitle } from './app-title.ts'

test.each([
  ['ana-desk-lab', 'JupyterLab on ana-desk'],
  ['ana-desk-term', 'Terminal on ana-desk'],
  ['lab-lab', 'JupyterLab on lab'],
  ['ana-desk-8050', 'Port 8050 on ana-desk'],
  ['lab', 'lab'],
])('a person who signs in to %s is told: %s', (label, title) => {
  expect(appTitle(label)).toBe(title)
})
