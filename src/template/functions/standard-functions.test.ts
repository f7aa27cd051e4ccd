import { describe, expect, test } from 'vitest'
import type { Json } from '../../base/json.ts'
import { evaluate } from '../evaluate.ts'
import type { Scope } from '../scope.ts'
import { Work } from '../work.ts'
import { standardFunctions } from './standard-functions.ts'

const scope = (): Scope => ({ functions: standardFunctions, work: new Work(), locals: new Map() })
const result = (expression: string): Json => evaluate(`[${expression}]`, scope())

function check(cases: readonly (readonly [string, Json])[]): void {
  test.each(cases)('%s', (expression, expected) => {
    expect(result(expression)).toEqual(expected)
  })
}

describe('logic', () => {
  check([
    ["if(true(), 'a', int('x'))", 'a'],
    ["if(false(), int('x'), 'b')", 'b'],
    ["and(false(), bool('nonsense'))", false],
    ["or(true(), bool('nonsense'))", true],
    ['and(true(), true(), not(false()))', true],
    ["coalesce(null(), 'x', int('y'))", 'x'],
    ['coalesce(null(), null())', null],
    ["equals('a', 'A')", false],
    ["equals(createObject('a', 1, 'b', 2), json('{\"b\":2,\"a\":1}'))", true],
    ["equals(1, '1')", false],
    ["less('B', 'a')", true],
    ['lessOrEquals(2, 2)', true],
    ['greater(1, 2)', false],
    ["greaterOrEquals('b', 'a')", true],
    ["bool('TRUE')", true],
    ['bool(0)', false],
  ])
})

describe('numbers', () => {
  check([
    ['add(2, 3)', 5],
    ['sub(2, -3)', 5],
    ['mul(4, 3)', 12],
    ['div(-7, 2)', -3],
    ['mod(7, 3)', 1],
    ["int('42')", 42],
    ["int('-1')", -1],
    ["float('1.5')", 1.5],
    ["float('-1.5e3')", -1500],
    ["format('{0:000} {1:N0}', mod(-4, 2), mul(0, -5))", '000 0'],
    ["format('{0:000}', div(-1, 2))", '000'],
    ['min(3, 1, 2)', 1],
    ['max(createArray(3, 1, 2))', 3],
  ])
})

test('float() makes no number of the spellings that JavaScript has beside decimal ones', () => {
  for (const text of ['0x10', '0b1', 'Infinity', '']) expect(() => result(`float('${text}')`)).toThrow('float')
})

describe('arrays and objects', () => {
  check([
    ["array('x')", ['x']],
    ['createArray()', []],
    ['concat(createArray(1), createArray(2, 3))', [1, 2, 3]],
    ["contains('OneTwo', 'two')", false],
    ["contains(createObject('Name', 1), 'name')", true],
    ["contains(createArray('one', 2), 2)", true],
    ['empty(null())', true],
    ["empty('')", true],
    ["empty(createObject('a', 1))", false],
    ["first('One')", 'O'],
    ["last('')", ''],
    ['first(createArray())', null],
    ['last(createArray(1, 2))', 2],
    ["length('abc')", 3],
    ["length(createObject('a', 1, 'b', 2))", 2],
    ['range(5, 3)', [5, 6, 7]],
    ["skip('abcd', 2)", 'cd'],
    ['take(createArray(1, 2, 3), 2)', [1, 2]],
    ['take(createArray(1, 2, 3), 9)', [1, 2, 3]],
    ['skip(createArray(1, 2), -1)', [1, 2]],
    ['union(createArray(1, 2), createArray(2, 3))', [1, 2, 3]],
    ['union(json(\'{"a":{"x":1},"l":[1]}\'), json(\'{"a":{"y":2},"l":[2]}\'))', { a: { x: 1, y: 2 }, l: [2] }],
    ['intersection(createArray(1, 2, 3), createArray(3, 2))', [2, 3]],
    ['intersection(json(\'{"a":1,"b":2}\'), json(\'{"a":1,"b":3}\'))', { a: 1 }],
    ["indexOf('ABCabc', 'b')", 1],
    ["lastIndexOf('ABCabc', 'B')", 4],
    ["indexOf(createArray('a', 'b'), 'b')", 1],
    [
      'items(json(\'{"b":1,"a":2}\'))',
      [
        { key: 'a', value: 2 },
        { key: 'b', value: 1 },
      ],
    ],
    ['objectKeys(json(\'{"b":1,"a":2}\'))', ['a', 'b']],
    ['shallowMerge(createArray(json(\'{"a":{"x":1}}\'), json(\'{"a":{"y":2}}\')))', { a: { y: 2 } }],
    ["tryGet(json('{\"a\":{\"B\":1}}'), 'a', 'b')", 1],
    ["tryGet(json('{\"a\":[7]}'), 'a', 0)", 7],
    ["tryGet(json('{}'), 'a', 'b')", null],
    ["json('{}').?a", null],
    ['json(\'{"Location":"x"}\').location', 'x'],
    ["json('[10,20]')[1]", 20],
    ['indexFromEnd(createArray(1, 2, 3), 1)', 3],
    ['tryIndexFromEnd(createArray(1), 2)', null],
    ['flatten(createArray(createArray(1), createArray(2, 3), 4))', [1, 2, 3, 4]],
    ["map(createArray(1, 2), lambda('x', mul(lambdaVariables('x'), 2)))", [2, 4]],
    [
      "map(createArray('a', 'b'), lambda('x', 'i', format('{0}{1}', lambdaVariables('x'), lambdaVariables('i'))))",
      ['a0', 'b1'],
    ],
    ["filter(range(0, 5), lambda('x', equals(mod(lambdaVariables('x'), 2), 0)))", [0, 2, 4]],
    ["reduce(range(1, 4), 0, lambda('s', 'x', add(lambdaVariables('s'), lambdaVariables('x'))))", 10],
    ["sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", [1, 2, 3]],
    ["toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', 1))", { a: 1, b: 1 }],
    ["mapValues(createObject('a', 1), lambda('x', add(lambdaVariables('x'), 1)))", { a: 2 }],
    ["groupBy(createArray('ax', 'b', 'ay'), lambda('x', first(lambdaVariables('x'))))", { a: ['ax', 'ay'], b: ['b'] }],
  ])

  test('names that JavaScript knows are names like any other', () => {
    expect(() => result("json('{}').constructor")).toThrow("no property 'constructor'")
    expect(() => result("json('{}')['__proto__']")).toThrow("no property '__proto__'")
    expect(() => result('constructor()')).toThrow("The function 'constructor' is not one of those offered")
    const made = result("createObject('__proto__', createObject('polluted', true()))")
    expect(Object.keys(made as object)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(result('union(json(\'{"__proto__":{"a":1}}\'), json(\'{"__proto__":{"b":2}}\'))[\'__proto__\']')).toEqual({
      a: 1,
      b: 2,
    })
    expect(evaluate(JSON.parse('{"__proto__":"[add(1,1)]"}'), scope())).toEqual(JSON.parse('{"__proto__":2}'))
  })
})

describe('strings', () => {
  check([
    ["concat('a', 1, true())", 'a1True'],
    ['string(json(\'{"a":[1,"b"]}\'))', '{"a":[1,"b"]}'],
    ['string(false())', 'False'],
    ["toLower('AbC')", 'abc'],
    ["toUpper('abc')", 'ABC'],
    ["toUpper('straße é')", 'STRAßE É'],
    ["toLower('ΟΔΟΣ')", 'οδοσ'],
    ["indexOf('İb', 'B')", 1],
    ["trim('  x ')", 'x'],
    ["startsWith('abcdef', 'AB')", true],
    ["endsWith('abcdef', 'EF')", true],
    ["substring('abcdef', 2, 3)", 'cde'],
    ["substring('abc', 3)", ''],
    ["replace('123-123-1234', '-', '')", '1231231234'],
    ["split('one,two;three', createArray(',', ';'))", ['one', 'two', 'three']],
    ["split('a.b', '.')", ['a', 'b']],
    ["join(createArray('a', 'b', 3), ', ')", 'a, b, 3'],
    ["padLeft('123', 6, '0')", '000123'],
    ['padLeft(7, 3)', '  7'],
    ["format('{0}-{1}', 'a', 2)", 'a-2'],
    ["format('{0:D3}|{0:X2}|{1:N0}|{0,4}|{0,-3}|', 7, 1234567)", '007|07|1,234,567|   7|7  |'],
    ["format('{{{0}}} {0:F1} {0:000} {1}', 5, true())", '{5} 5.0 005 True'],
    ["base64('one, two, three')", 'b25lLCB0d28sIHRocmVl'],
    ["base64ToString('b25lLCB0d28sIHRocmVl')", 'one, two, three'],
    ['base64ToJson(base64(\'{"a":1}\'))', { a: 1 }],
    ["dataUri('Hello')", 'data:text/plain;charset=utf8;base64,SGVsbG8='],
    ["dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", 'Hello, World!'],
    [
      "uri('http://contoso.test/resources/', 'nested/azuredeploy.json')",
      'http://contoso.test/resources/nested/azuredeploy.json',
    ],
    [
      "uri('https://contoso.test/a/azuredeploy.json', 'scripts/x.sh?sig=1')",
      'https://contoso.test/a/scripts/x.sh?sig=1',
    ],
    ["uriComponent('http://a b/(c)')", 'http%3A%2F%2Fa%20b%2F%28c%29'],
    ["uriComponentToString('a%20b')", 'a b'],
    ["json('null')", null],
    ['json(\'[1,{"a":true}]\')', [1, { a: true }]],
    ["CONCAT('a', ToLower('B'))", 'ab'],
  ])
})

describe('hashes', () => {
  check([
    ["uniqueString('tyeth')", 'zcztcwvu6iyg6'],
    ["uniqueString('hello', 'world')", 'a7wkljktk6wne'],
    ["uniqueString('')", 'aaaaaaaaaaaaa'],
    ["uniqueString('test')", 'rbgf3xv4ufgzg'],
    ["uniqueString('test', 'test2')", 'pivml2tg5alca'],
    // Python: uuid.uuid5(uuid.UUID('11fb06fb-712d-4ddd-98c7-e71bbd588830'), 'hello')
    ["guid('hello')", '520f8434-fe3a-5d99-888d-450a827486a1'],
    ["equals(guid('a', 'b'), guid('a-b'))", true],
  ])
})

describe('addresses', () => {
  check([
    [
      "parseCidr('10.144.5.9/20')",
      {
        network: '10.144.0.0',
        netmask: '255.255.240.0',
        broadcast: '10.144.15.255',
        firstUsable: '10.144.0.1',
        lastUsable: '10.144.15.254',
        cidr: 20,
      },
    ],
    ["cidrSubnet('10.144.0.0/20', 24, 15)", '10.144.15.0/24'],
    ["cidrSubnet('0.0.0.0/0', 1, 1)", '128.0.0.0/1'],
    ["cidrHost('10.144.3.0/24', 0)", '10.144.3.1'],
    ["cidrHost('255.255.255.0/24', 253)", '255.255.255.254'],
    ["cidrHost('10.0.0.6/31', 1)", '10.0.0.7'],
  ])
})

describe('dates', () => {
  check([
    ["dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y')", '2023-04-07 14:53:14Z'],
    ["dateTimeAdd('2020-04-07 14:53:14Z', '-P9D')", '2020-03-29 14:53:14Z'],
    ["dateTimeAdd('2020-04-07T14:53:14Z', 'PT1H')", '2020-04-07T15:53:14Z'],
    ["dateTimeAdd('20200407T145314Z', 'P1M', 'yyyy-MM-dd')", '2020-05-07'],
    ["dateTimeAdd('2020-01-31', 'P1D', 'd')", '02/01/2020'],
    ["dateTimeToEpoch('2023-05-02T15:16:13Z')", 1683040573],
    ['dateTimeFromEpoch(1683040573)', '2023-05-02T15:16:13Z'],
    ["dateTimeAdd('2026-11-21T09:05:03Z', 'PT0S', 'dddd, dd MMM yy h:m tt')", 'Saturday, 21 Nov 26 9:5 AM'],
    ["dateTimeAdd('2026-11-21T09:05:03Z', 'PT0S', 'o')", '2026-11-21T09:05:03.0000000Z'],
    ["dateTimeAdd('2026-11-21T09:05:03Z', 'PT0S', 'ss.FFFK')", '03Z'],
    ["dateTimeAdd('2026-11-21T09:05:03.25Z', 'PT0S', 'ss.FFFK FF')", '03.25Z 25'],
  ])
})

test.each([
  ['div(1, 0)', 'cannot divide by 0'],
  ["add(1, '2')", 'expects its argument 2 to be an integer, not a string'],
  ["int('1e3')", 'not of other text'],
  ["substring('abc', 2, 5)", 'is asked for 5 characters from 2 of a string of 3'],
  ["toLower('a', 'b')", 'takes 1 argument, not 2'],
  ["fail('Give a name.')", 'Give a name.'],
  ['indexFromEnd(createArray(1), 0)', 'no element 0 from the end of 1'],
  ["cidrSubnet('10.0.0.0/20', 16, 0)", 'cuts a /20 into /20 to /32, not /16'],
  ["cidrSubnet('10.0.0.0/20', 21, 2)", 'asked for subnet 2, and there are 2'],
  ["cidrHost('10.0.0.0/30', 2)", 'asked for host 2, and there are 2'],
  ["parseCidr('10.0.0.256/8')", 'a range of IPv4 addresses'],
  ["parseCidr('2001:db8::/32')", 'a range of IPv4 addresses'],
  ['concat()', 'takes at least 1 argument, not 0'],
  ["createObject('a')", 'the last name has no value'],
  ["json('{')", 'text that is not JSON'],
  ["format('{1}', 'a')", 'names {1}, and there are 1 values'],
  ["format('{', 'a')", 'lone'],
  ["format('{0:Q}', 1)", "not 'Q'"],
  ["base64ToString('%%')", 'not base64'],
  ["json('[1]')[3]", 'has no element 3: it has 1'],
  ['json(\'{"a":1}\').b', "no property 'b'. It has 'a'."],
  ["if('true', 1, 2)", 'argument 1 to be a boolean'],
  ["dateTimeAdd('yesterday', 'P1D')", 'a time such as 2020-04-07T14:53:14Z'],
  ["dateTimeAdd('2020-01-01', 'P999999Y')", 'beyond the dates'],
  ["uri('nowhere', 'x')", 'takes an absolute address first'],
  ["map(createArray(1), 'x')", "to be lambda('name', expression)"],
  ["lambdaVariables('x')", 'no lambda around it'],
  ["mystery('x')", "The function 'mystery' is not one of those offered"],
])('%s is refused: %s', (expression, reason) => {
  expect(() => result(expression)).toThrow(reason)
})
