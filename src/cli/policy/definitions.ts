// `policy definition …` and `policy initiative …`: what there is to assign.

import type { ApiCommand } from '../frame/api-command.ts'
import type { Invocation } from '../frame/invocation.ts'
import type { Session } from '../session/session.ts'
import { type DefinitionDocument, definitionColumns, namesOf, policyUrl } from './documents.ts'
import { readPolicyFile } from './policy-file.ts'

interface Kind {
  readonly type: 'policyDefinitions' | 'policySetDefinitions'
  /** As the command spells it. */
  readonly word: 'definition' | 'initiative'
  readonly what: string
}

export const definitionCommands = commandsOf({ type: 'policyDefinitions', word: 'definition', what: 'policy' })
export const initiativeCommands = commandsOf({
  type: 'policySetDefinitions',
  word: 'initiative',
  what: 'set of policies',
})

/** Its id, by name: one of the subscription, else a built-in one. */
export async function definitionId(session: Session, name: string): Promise<string> {
  if (name.startsWith('/')) return name
  const own = `${session.subscriptionId()}/providers/Microsoft.Authorization`
  for (const kind of ['policyDefinitions', 'policySetDefinitions']) {
    const { status } = await session.send('GET', policyUrl(session.subscriptionId(), kind, name))
    if (status === 200) return `${own}/${kind}/${name}`
  }
  return (await session.call<DefinitionDocument>('GET', policyUrl('', 'policyDefinitions', name))).id
}

export async function definitionNames(invocation: Invocation): Promise<string[]> {
  const session = await invocation.session()
  return namesOf(session, policyUrl(session.subscriptionId(), 'policyDefinitions'))
}

function commandsOf(kind: Kind): readonly ApiCommand[] {
  const { type, word, what } = kind
  const names = async (invocation: Invocation) => {
    const session = await invocation.session()
    return namesOf(session, policyUrl(session.subscriptionId(), type))
  }
  return [
    {
      usage: 'list',
      summary: `List every ${what} there is`,
      examples: [`carrel policy ${word} list`, `carrel policy ${word} list --custom`],
      options: [{ flags: '--custom', summary: 'only those somebody here made' }],
      async run(invocation) {
        const session = await invocation.session()
        const filter = invocation.isOn('custom') ? `&$filter=${encodeURIComponent("policyType eq 'Custom'")}` : ''
        const url = `${policyUrl(session.subscriptionId(), type)}${filter}`
        const empty = `None of your own. Make one: carrel policy ${word} create NAME FILE`
        invocation.showList(await session.list<DefinitionDocument>(url), { columns: definitionColumns, empty })
      },
    },
    {
      usage: 'show <name>',
      summary: `Show a ${what}`,
      examples: [`carrel policy ${word} show stop-at-night -o yaml`],
      completes: { name: names },
      async run(invocation) {
        const session = await invocation.session()
        invocation.showOne(await findDefinition(session, kind, invocation.argument('name')), definitionColumns)
      },
    },
    {
      usage: 'create <name> <file>',
      summary: `Make or change a ${what} from a JSON or YAML file; - reads standard input`,
      examples: [`carrel policy ${word} create stop-at-night night.json`],
      async run(invocation) {
        const session = await invocation.session()
        const properties = await readPolicyFile(invocation.argument('file'))
        const url = policyUrl(session.subscriptionId(), type, invocation.argument('name'))
        invocation.showOne(await session.call<DefinitionDocument>('PUT', url, { properties }), definitionColumns)
      },
    },
    {
      usage: 'delete <name>',
      summary: `Delete a ${what} that is not in use`,
      examples: [`carrel policy ${word} delete stop-at-night --yes`],
      completes: { name: names },
      asks: true,
      async run(invocation) {
        const session = await invocation.session()
        const name = invocation.argument('name')
        const url = policyUrl(session.subscriptionId(), type, name)
        await session.call('GET', url)
        await invocation.confirm(`Delete the ${what} ${name}?`)
        await session.call('DELETE', url)
        invocation.say(`${name} is deleted.`)
      },
    },
  ]
}

async function findDefinition(session: Session, { type }: Kind, name: string): Promise<DefinitionDocument> {
  const own = policyUrl(session.subscriptionId(), type, name)
  const { status } = await session.send('GET', own)
  return session.call<DefinitionDocument>('GET', status === 404 ? policyUrl('', type, name) : own)
}
