// The `$filter` of the list of all resources. Comparisons of one member each, joined by `and`.

import { ArmError } from '../../base/errors.ts'

/** What a filter may look at. */
export interface FilteredResource {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly location: string
  readonly tags: Readonly<Record<string, string>>
}

export type ResourceFilter = (resource: FilteredResource) => boolean

/** Throws 400 for what is not understood: ignoring a term would show what was not asked for. */
export function readResourceFilter(text: string): ResourceFilter {
  const terms = termsOf(text)
  const tagValue = terms.find(({ member }) => member === 'tagvalue')
  const checks = terms.map(({ member, operator, value }): ResourceFilter => {
    if (member === 'tagvalue') return () => true
    if (member === 'tagname' && operator === 'eq') return hasTag(value, tagValue?.value)
    const read = members.get(member)
    if (!read) throw unsupported(text)
    if (operator === 'has') return (resource) => read(resource).toLowerCase().includes(value.toLowerCase())
    return (resource) => (read(resource).toLowerCase() === value.toLowerCase()) === (operator === 'eq')
  })
  const hasTagName = terms.some(({ member }) => member === 'tagname')
  if (tagValue && (!hasTagName || tagValue.operator !== 'eq')) throw unsupported(text)
  return (resource) => checks.every((check) => check(resource))
}

const members = new Map<string, (resource: FilteredResource) => string>([
  ['resourcegroup', ({ id }) => id.split('/')[4] ?? ''],
  ['resourcetype', ({ type }) => type],
  ['name', ({ name }) => name],
  ['location', ({ location }) => location],
])

interface Term {
  /** In lower case. */
  readonly member: string
  readonly operator: 'eq' | 'ne' | 'has'
  readonly value: string
}

function termsOf(text: string): Term[] {
  const terms: Term[] = []
  let rest = text
  for (let goesOn = true; goesOn; ) {
    const found = comparison.exec(rest)?.groups ?? substring.exec(rest)?.groups
    if (found === undefined) throw unsupported(text)
    const { member = '', operator = 'has', value = '', joint = '', after = '' } = found
    terms.push({
      member: member.toLowerCase(),
      operator: operator.toLowerCase() as Term['operator'],
      value: value.replaceAll("''", "'"),
    })
    rest = after
    goesOn = joint !== ''
  }
  return terms
}

// A quote inside a value is written twice.
const comparison =
  /^\s*(?<member>\w+)\s+(?<operator>eq|ne)\s+'(?<value>(?:[^']|'')*)'\s*(?<joint>and\s|$)(?<after>.*)$/is
const substring =
  /^\s*substringof\(\s*'(?<value>(?:[^']|'')*)'\s*,\s*(?<member>name|resourceGroup)\s*\)\s*(?<joint>and\s|$)(?<after>.*)$/is

/** Names of tags are compared without regard to case, their values are not. */
function hasTag(name: string, value: string | undefined): ResourceFilter {
  return ({ tags }) =>
    Object.entries(tags).some(([key, tag]) => key.toLowerCase() === name.toLowerCase() && (value ?? tag) === tag)
}

function unsupported(text: string): ArmError {
  return new ArmError(
    400,
    'UnsupportedQuery',
    `The filter '${text.slice(0, 100)}' is not supported. Join by 'and' what it has to be: resourceGroup, resourceType, name or location eq '…' (or ne), substringof('…', name), tagName eq '…' and tagValue eq '…'.`,
  )
}
