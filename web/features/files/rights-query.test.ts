import { expect, test } from 'vitest'
import { fileRights } from './rights-query.ts'

const all = { upload: true, write: true, delete: true, download: true }
const none = { upload: false, write: false, delete: false, download: false }

test.each([
  ['an Owner may do everything', [{ actions: ['*'], notActions: [] }], all],
  ['a Reader may only look', [{ actions: ['*/read'], notActions: [] }], none],
  [
    'what one role takes away, another may give',
    [
      { actions: ['*'], notActions: ['Microsoft.MachineLearningServices/workspaces/notebooks/storage/delete'] },
      { actions: ['microsoft.machinelearningservices/workspaces/notebooks/storage/DELETE'], notActions: [] },
    ],
    all,
  ],
  [
    'a role names what it gives',
    [{ actions: ['Microsoft.MachineLearningServices/workspaces/notebooks/storage/*/action'], notActions: [] }],
    { ...none, upload: true, download: true },
  ],
  ['nobody may do anything without a role', [], none],
])('%s', (_title, permissions, rights) => {
  expect(fileRights(permissions)).toEqual(rights)
})
