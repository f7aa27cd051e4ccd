import { describe, expect, test } from 'vitest'
import type { Json } from '../base/json.ts'
import { evaluate } from './evaluate.ts'
import { standardFunctions } from './functions/standard-functions.ts'
import { define, type Scope, withFunctions } from './scope.ts'
import { TemplateFault } from './template-fault.ts'
import { Work } from './work.ts'

const scope = (): Scope => ({ functions: standardFunctions, work: new Work(), locals: new Map() })

test('values stay as they are, expressions become theirs, and escaped text loses one bracket', () => {
  const given = {
    a: "[concat('x', 'y')]",
    b: [1, null, true, '[add(1, 2)]'],
    c: '[[concat()]',
    d: '[not closed',
    e: {},
  }
  expect(evaluate(given, scope())).toEqual({ a: 'xy', b: [1, null, true, 3], c: '[concat()]', d: '[not closed', e: {} })
})

test('the value of an expression is not read as an expression again', () => {
  expect(evaluate(`[concat('[add(1,', '1)]')]`, scope())).toBe('[add(1,1)]')
})

test('a table can be put on top of another', () => {
  const own = withFunctions(scope(), [define('field', [1, 1], (args) => `field ${args.text(0)}`)])
  expect(evaluate("[toUpper(Field('x'))]", own)).toBe('FIELD X')
})

test('a fault names the expression, its column and where it stands', () => {
  try {
    evaluate({ resources: [{ name: "[concat('a', toLower(5))]" }] }, scope())
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateFault)
    const { place, reason, message, code, status } = error as TemplateFault
    expect({ code, status }).toEqual({ code: 'InvalidTemplate', status: 400 })
    expect(reason).toBe("The function 'toLower' expects its argument 1 to be a string, not an integer.")
    expect(place).toEqual({ path: 'resources[0].name', expression: "[concat('a', toLower(5))]", column: 14 })
    expect(message).toContain(`(in the expression "[concat('a', toLower(5))]", at column 14, at 'resources[0].name')`)
  }
})

describe('hostile input costs a bounded amount', () => {
  const refused: readonly (readonly [string, () => Json])[] = [
    ['text that doubles', () => doubling('concat(prev(), prev())')],
    ['an array that doubles without growing in memory', () => doubling('createArray(prev(), prev())')],
    ['an object that doubles', () => doubling("createObject('a', prev(), 'b', prev())")],
    ['depth', () => doubling('createArray(prev())', 300)],
    ['JSON within text', () => `json(concat('${'['.repeat(9000)}', '${']'.repeat(9000)}'))`],
    [
      'a loop within a loop',
      () => {
        const inner = "map(range(0, 10000), lambda('y', 1))"
        return `map(range(0, 10000), lambda('x', length(${inner})))`
      },
    ],
    [
      'a long text looked for in a longer one',
      () => {
        const text = (repeated: string) => `replace(string(range(0, 10000)), ',', '${repeated}')`
        const part = text('aaaa')
        return `contains(${text('aaaaaaaaaaaaaaaaaaaa')}, concat(${part}, 'b', ${part}))`
      },
    ],
    ['numbers written in many forms', () => `map(range(0, 10000), lambda('x', format('${'{0:N2}'.repeat(2000)}', 1)))`],
    ['padding', () => "padLeft('x', 1000000000)"],
    ['a wide format', () => `format('${'{0,99999}'.repeat(60)}', 1)`],
    [
      'an array compared with itself many times',
      () => {
        return "map(range(0, 10000), lambda('x', length(union(range(0, 10000), range(0, 10000)))))"
      },
    ],
    ['a sum that nests', () => "reduce(range(0, 10000), 0, lambda('s', 'x', createArray(lambdaVariables('s'))))"],
  ]

  test.each(refused)('%s', (_name, run) => {
    expect(() => {
      const made = run()
      if (typeof made === 'string') evaluate(`[${made}]`, scope())
    }).toThrow(TemplateFault)
  })

  function doubling(expression: string, times = 60): Json {
    const shared = scope()
    let value: Json = 'xxxxxxxx'
    for (let round = 0; round < times; round++) {
      const known: Json = value
      value = evaluate(`[${expression}]`, withFunctions(shared, [define('prev', [0, 0], () => known)]))
    }
    return value
  }

  test('JSON a thousand levels deep', () => {
    const deep = JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`) as Json
    expect(() => evaluate(deep, scope())).toThrow('levels deep')
  })
})
