// `policy assignment …` and `policy exemption …`: what binds which scope, and what is let off.

import { scopeOf, scopeOption } from '../access/scope.ts'
import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { definitionId, definitionNames } from './definitions.ts'
import { type AssignmentDocument, assignmentColumns, type ExemptionDocument, namesOf, policyUrl } from './documents.ts'

export const assignmentCommands: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List what is assigned at a scope, above it and below it',
    examples: ['carrel policy assignment list', 'carrel policy assignment list -g lab'],
    options: [scopeOption],
    async run(invocation) {
      const session = await invocation.session()
      const url = policyUrl(scopeOf(invocation, session), 'policyAssignments')
      const empty = 'Nothing is assigned. Assign a policy: carrel policy assignment create NAME --policy POLICY'
      invocation.showList(await session.list<AssignmentDocument>(url), { columns: assignmentColumns, empty })
    },
  },
  {
    usage: 'show <name>',
    summary: 'Show an assignment at a scope',
    examples: ['carrel policy assignment show nights -o yaml'],
    options: [scopeOption],
    completes: { name: assignmentNames },
    async run(invocation) {
      const session = await invocation.session()
      const url = policyUrl(scopeOf(invocation, session), 'policyAssignments', invocation.argument('name'))
      invocation.showOne(await session.call<AssignmentDocument>('GET', url), assignmentColumns)
    },
  },
  {
    usage: 'create <name>',
    summary: 'Assign a policy or an initiative to a scope and all below it',
    examples: [
      'carrel policy assignment create nights --policy stop-at-night',
      'carrel policy assignment create idle --policy 679ddf89-ab8f-48a5-9029-e76054077449 --set effect=Deny -g lab',
      'carrel policy assignment create try --policy stop-at-night --report-only',
    ],
    options: [
      scopeOption,
      { flags: '--policy <name>', summary: 'name or id', isRequired: true, completes: definitionNames },
      { flags: '--set <parameter=value...>', summary: 'parameters; a value may be JSON' },
      { flags: '--not-scope <id...>', summary: 'scopes below that are left alone' },
      { flags: '--message <text>', summary: 'what people are told who are refused' },
      { flags: '--report-only', summary: 'refuse and change nothing, only tell the states' },
    ],
    async run(invocation) {
      const session = await invocation.session()
      const policyDefinitionId = await definitionId(session, invocation.option('policy') ?? '')
      const message = invocation.option('message')
      const properties = {
        policyDefinitionId,
        parameters: parametersOf(invocation.options('set')),
        notScopes: invocation.options('not-scope'),
        enforcementMode: invocation.isOn('report-only') ? 'DoNotEnforce' : 'Default',
        ...(message === undefined ? {} : { nonComplianceMessages: [{ message }] }),
      }
      const url = policyUrl(scopeOf(invocation, session), 'policyAssignments', invocation.argument('name'))
      invocation.showOne(await session.call<AssignmentDocument>('PUT', url, { properties }), assignmentColumns)
    },
  },
  deletion('assignment', 'policyAssignments'),
]

export const exemptionCommands: readonly ApiCommand[] = [
  {
    usage: 'list',
    summary: 'List what is let off at a scope, above it and below it',
    examples: ['carrel policy exemption list -g lab'],
    options: [scopeOption],
    async run(invocation) {
      const session = await invocation.session()
      const url = policyUrl(scopeOf(invocation, session), 'policyExemptions')
      invocation.showList(await session.list<ExemptionDocument>(url), {
        columns: exemptionColumns,
        empty: 'Nothing is let off.',
      })
    },
  },
  {
    usage: 'create <name>',
    summary: 'Let a scope off an assignment',
    examples: ['carrel policy exemption create demo --assignment nights -g demo --expires 2030-01-31T00:00:00Z'],
    options: [
      scopeOption,
      { flags: '--assignment <name>', summary: 'id, or the name of one at the subscription', isRequired: true },
      { flags: '--category <word>', summary: 'why', choices: ['Waiver', 'Mitigated'], default: 'Waiver' },
      { flags: '--expires <time>', summary: 'until when (default: until it is deleted)' },
    ],
    async run(invocation) {
      const session = await invocation.session()
      const named = invocation.option('assignment') ?? ''
      const at = `${session.subscriptionId()}/providers/Microsoft.Authorization/policyAssignments`
      const expiresOn = invocation.option('expires')
      const properties = {
        policyAssignmentId: named.startsWith('/') ? named : `${at}/${named}`,
        exemptionCategory: invocation.option('category'),
        ...(expiresOn === undefined ? {} : { expiresOn }),
      }
      const url = policyUrl(scopeOf(invocation, session), 'policyExemptions', invocation.argument('name'))
      invocation.showOne(await session.call<ExemptionDocument>('PUT', url, { properties }), exemptionColumns)
    },
  },
  deletion('exemption', 'policyExemptions'),
]

const exemptionColumns = [
  { title: 'NAME', cell: ({ name }: ExemptionDocument) => name },
  {
    title: 'ASSIGNMENT',
    cell: ({ properties }: ExemptionDocument) => properties.policyAssignmentId.split('/').at(-1) ?? '',
  },
  { title: 'CATEGORY', cell: ({ properties }: ExemptionDocument) => properties.exemptionCategory },
  { title: 'UNTIL', cell: ({ properties }: ExemptionDocument) => properties.expiresOn ?? '' },
  { title: 'ID', cell: ({ id }: ExemptionDocument) => id },
]

function deletion(word: 'assignment' | 'exemption', kind: string): ApiCommand {
  return {
    usage: 'delete <name>',
    summary: `Delete an ${word} at a scope`,
    examples: [`carrel policy ${word} delete nights --yes`],
    options: [scopeOption],
    asks: true,
    async run(invocation) {
      const session = await invocation.session()
      const name = invocation.argument('name')
      const url = policyUrl(scopeOf(invocation, session), kind, name)
      await session.call('GET', url)
      await invocation.confirm(`Delete the ${word} ${name}?`)
      await session.call('DELETE', url)
      invocation.say(`${name} is deleted.`)
    },
  }
}

async function assignmentNames(invocation: Invocation): Promise<string[]> {
  const session = await invocation.session()
  return namesOf(session, policyUrl(session.subscriptionId(), 'policyAssignments'))
}

/** `name=value`; a value that is JSON is read as such. */
function parametersOf(settings: readonly string[]): Record<string, { value: unknown }> {
  return Object.fromEntries(
    settings.map((text) => {
      const at = text.indexOf('=')
      if (at > 0) return [text.slice(0, at), { value: given(text.slice(at + 1)) }]
      throw new CliFailure(`'${text}' sets no parameter.`, 'write parameter=value', exitCodes.badUsage)
    }),
  )
}

function given(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
