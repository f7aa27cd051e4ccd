// `deployment show`, `list`, `operations` and `export`.

import type { ApiCommand } from '../frame/api-command.ts'
import {
  type DeploymentDocument,
  type DeploymentOperationDocument,
  deploymentColumns,
  deploymentFields,
  operationColumns,
} from './deployment-document.ts'
import { deploymentNames, deploymentPath, deploymentsPath, scopeOption, version } from './deployment-place.ts'

const completes = { name: deploymentNames }

export const readCommands: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List deployments, those of the group or of the subscription itself',
    examples: ['carrel deployment list', 'carrel deployment list --scope sub'],
    options: [scopeOption],
    async run(invocation) {
      const session = await invocation.session()
      const found = await session.list<DeploymentDocument>(`${deploymentsPath(invocation, session)}?${version}`)
      const empty = 'No deployments. Make one: carrel deployment create NAME --template-file FILE'
      invocation.showList(found, { columns: deploymentColumns, empty })
    },
  },
  {
    usage: 'show <name>',
    summary: 'Show one deployment, with its outputs and what it made',
    examples: ['carrel deployment show lab', 'carrel deployment show lab --query properties.outputs -o json'],
    options: [scopeOption],
    completes,
    async run(invocation) {
      const session = await invocation.session()
      const shown = await session.call<DeploymentDocument>('GET', deploymentPath(invocation, session))
      invocation.showOne(shown, deploymentFields)
    },
  },
  {
    usage: 'operations <name>',
    summary: 'List what a deployment has done, resource by resource',
    examples: ['carrel deployment operations lab'],
    options: [scopeOption],
    completes,
    async run(invocation) {
      const session = await invocation.session()
      const path = deploymentPath(invocation, session, '/operations')
      const found = await session.list<DeploymentOperationDocument>(path)
      invocation.showList(found, { columns: operationColumns, empty: 'Nothing yet.' })
    },
  },
  {
    usage: 'export <name>',
    summary: 'Print the template of a deployment',
    examples: ['carrel deployment export lab -o json'],
    options: [scopeOption],
    completes,
    async run(invocation) {
      const session = await invocation.session()
      const path = deploymentPath(invocation, session, '/exportTemplate')
      const { template } = await session.call<{ template: unknown }>('POST', path)
      invocation.showOne(template, [{ title: 'TEMPLATE', cell: (value) => JSON.stringify(value) }])
    },
  },
]
