import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Expression, escapeText, isExpression, parseExpression, unescapeText } from './parse-expression.ts'
import { TemplateFault } from './template-fault.ts'

/** Written anew, in one spelling. */
function printed(expression: Expression): string {
  if (expression.kind === 'literal') {
    return typeof expression.value === 'number'
      ? String(expression.value)
      : `'${expression.value.replaceAll("'", "''")}'`
  }
  if (expression.kind === 'member') {
    const { of, member, isOptional } = expression
    if (isOptional && member.kind === 'literal') return `${printed(of)}.?${member.value}`
    return `${printed(of)}[${printed(member)}]`
  }
  const namespace = expression.namespace === undefined ? '' : `${expression.namespace}.`
  return `${namespace}${expression.name}(${expression.args.map(printed).join(',')})`
}

test.each([
  ["[parameters('x')]", "parameters('x')"],
  ["[ concat ( 'a' , 'it''s' , -3 ) ]", "concat('a','it''s',-3)"],
  ['[resourceGroup().location]', "resourceGroup()['location']"],
  ["[variables('a')[0].b['c d']]", "variables('a')[0]['b']['c d']"],
  ["[contoso.name('x')]", "contoso.name('x')"],
  ["[parameters('x').?y]", "parameters('x').?y"],
  ["[concat(parameters('n'),\n   'x')]", "concat(parameters('n'),'x')"],
  ["['']", "''"],
  ["[if(true(), createObject('a', 1), null())]", "if(true(),createObject('a',1),null())"],
])('reads %s', (text, expected) => {
  expect(printed(parseExpression(text))).toBe(expected)
})

test('a string is an expression only between one bracket and another', () => {
  expect(isExpression('[x()]')).toBe(true)
  expect(['x()]', '[x()', '[[x()]', 'a [b]', ''].filter(isExpression)).toEqual([])
  expect(unescapeText('[[x()]')).toBe('[x()]')
  expect(unescapeText('[[x')).toBe('[[x')
  fc.assert(
    fc.property(fc.string(), (text) => unescapeText(escapeText(text)) === text && !isExpression(escapeText(text))),
  )
})

const expressions = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.record({
      kind: fc.constant('literal' as const),
      value: fc.oneof(fc.string(), fc.integer()),
      column: fc.constant(1),
    }),
    fc.record({
      kind: fc.constant('call' as const),
      namespace: fc.oneof(fc.constant(undefined), fc.constantFrom('contoso', 'a1')),
      name: fc.constantFrom('concat', 'if', '_x'),
      args: fc.array(tie('expression'), { maxLength: 3 }),
      column: fc.constant(1),
    }),
    fc.record({
      kind: fc.constant('member' as const),
      of: tie('expression'),
      member: tie('expression'),
      isOptional: fc.constant(false),
      column: fc.constant(1),
    }),
  ),
})).expression

test('whatever is written is read as it was meant', () => {
  fc.assert(
    fc.property(expressions, (expression) => {
      const text = `[${printed(expression)}]`
      expect(printed(parseExpression(text))).toBe(printed(expression))
    }),
  )
})

test.each([
  ["[concat('a' 'b')]", 13, "Expected ')' where 'b' stands."],
  ["[concat('a]", 9, 'A string is not closed'],
  ['[resourceGroup]', 15, "Expected '(' after 'resourceGroup'"],
  ['[]', 2, 'Expected a function'],
  ['[a()]b]', 5, "where ']' stands"],
  ['[a(1,)]', 6, 'Expected a function'],
  ['[a() & b()]', 6, "The character '&' is not expected here."],
  ['[a().]', 6, 'Expected the name of a property'],
  ['[99999999999999999999]', 2, 'beyond 9007199254740991'],
])('refuses %s and names column %i', (text, column, reason) => {
  const fault = faultOf(() => parseExpression(text))
  expect(fault.reason).toContain(reason)
  expect(fault.place).toMatchObject({ expression: text, column })
  expect(fault.message).toContain(`at column ${column}`)
})

test('refuses what is longer than ARM allows, and calls nested without end', () => {
  expect(faultOf(() => parseExpression(`['${'x'.repeat(24_573)}']`)).reason).toContain('longer than the 24576')
  expect(parseExpression(`['${'x'.repeat(24_572)}']`)).toMatchObject({ kind: 'literal' })
  expect(faultOf(() => parseExpression(`[${'a('.repeat(5000)}${')'.repeat(5000)}]`)).reason).toContain(
    '100 levels deep',
  )
  expect(faultOf(() => parseExpression(`[a()${'[a()'.repeat(3000)}`.concat(']'.repeat(3001)))).reason).toContain(
    'levels',
  )
})

function faultOf(run: () => unknown): TemplateFault {
  try {
    run()
  } catch (error) {
    if (error instanceof TemplateFault) return error
    throw error
  }
  throw new Error('nothing was refused')
}
