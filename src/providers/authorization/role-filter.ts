import type { RoleDefinition } from '../../access/roles.ts'
import { ArmError } from '../../base/errors.ts'
import { isAssignableAt, isAssignableBelow } from './assignable.ts'

/**
 * The `$filter` of a list of roles at a scope: `roleName eq '…'`, `type eq '…'`, `atScope()`, `atScopeAndBelow()`, joined by
 * `and`. Without the last only roles that can be assigned at the scope itself are meant. Another filter is refused.
 */
export function roleFilter(filter: string | null, scope: string): (role: RoleDefinition) => boolean {
  const terms = splitTerms(filter ?? '')
  const isBelowToo = terms.some((term) => /^atScopeAndBelow\(\)$/i.test(term))
  const tests = terms.map(testOf)
  return (role) =>
    (isAssignableAt(role, scope) || (isBelowToo && isAssignableBelow(role, scope))) && tests.every((test) => test(role))
}

/** An `and` inside of quotes joins nothing. */
function splitTerms(filter: string): string[] {
  const parts = filter.match(/(?:'(?:[^']|'')*'|\s(?!and\s)|[^'\s])+/gi) ?? []
  return parts.map((part) => part.trim().replace(/^and\s+/i, '')).filter((part) => part !== '')
}

function testOf(term: string): (role: RoleDefinition) => boolean {
  if (/^atScope(AndBelow)?\(\)$/i.test(term)) return () => true
  const [, name, quoted] = /^(roleName|type)\s+eq\s+'((?:[^']|'')*)'$/i.exec(term) ?? []
  if (name === undefined || quoted === undefined) {
    throw new ArmError(
      400,
      'UnsupportedQuery',
      `The filter '${term.slice(0, 100)}' is not supported. Use roleName eq '…', type eq '…', atScope() or atScopeAndBelow(), joined by and.`,
    )
  }
  const value = quoted.replaceAll("''", "'").toLowerCase()
  if (name.toLowerCase() === 'rolename') return ({ roleName }) => roleName.toLowerCase() === value
  return ({ isBuiltIn }) => (isBuiltIn ? 'builtinrole' : 'customrole') === value
}
