// What is asked of a workspace beside reading and writing it, with Microsoft's documented actions.

import type { AccessCase } from './cases.ts'

const type = 'Microsoft.MachineLearningServices/workspaces'
const item = `/subscriptions/{subscription}/resourceGroups/{group}/providers/${type}/{workspace}`

export const workspaceActionCases: readonly AccessCase[] = [
  asked('listKeys'),
  asked('resyncKeys', 'resynckeys'),
  asked('diagnose'),
  // It refers to no account.
  { ...asked('listStorageAccountKeys'), ok: 404 },
]

function asked(name: string, word = name): AccessCase {
  const action = `${type}/${word}/action`
  return {
    operation: `POST ${name} ${type}`,
    path: `${item}/${name}`,
    action,
    scope: item,
    from: 'contributor',
    ok: 200,
  }
}
