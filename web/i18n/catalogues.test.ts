// Holds the catalogues to what the pages say: every sentence is there in every language, with the same places to fill in,
// and nothing else is. A sentence is what is given to `text()`, what stands in a table of words (`Record<…, string>`), and
// any other literal of several words.

/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs'
import { parseAst } from 'vite'
import { describe, expect, test } from 'vitest'
import en from './en.json' with { type: 'json' }
import ja from './ja.json' with { type: 'json' }
import ko from './ko.json' with { type: 'json' }
import zh from './zh.json' with { type: 'json' }

const web = new URL('../', import.meta.url)
/** Several words, and never shown. */
const unspoken = [/^M\d/, /^PUBLIC KEY-----$/]

/** Raised, imported, said of types, and in what is no component: classes. */
const silent = ['NewExpression', 'ClassDeclaration', 'ImportDeclaration', 'ImportExpression', 'TSLiteralType']

const sentences = new Set(
  globSync('**/*.{ts,tsx}', { cwd: web })
    .filter((file) => !/\.test\.ts$|^i18n\/|\.d\.ts$/.test(file))
    .flatMap((file) => sentencesIn(readFileSync(new URL(file, web), 'utf8'), file.endsWith('x') ? 'tsx' : 'ts')),
)

describe.each<[string, Readonly<Record<string, string>>]>([
  ['Korean', ko],
  ['Japanese', ja],
  ['Chinese', zh],
])('the %s catalogue', (_, catalogue) => {
  test('has every sentence of the pages', () => {
    expect([...sentences].filter((sentence) => !(sentence in catalogue))).toEqual([])
  })

  test('has no sentence that no page says', () => {
    expect(Object.keys(catalogue).filter((sentence) => !sentences.has(sentence))).toEqual([])
  })

  test('fills in the same places, and says something', () => {
    const places = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted()
    const unlike = Object.entries(catalogue).filter(
      ([sentence, translated]) => translated.trim() === '' || `${places(sentence)}` !== `${places(translated)}`,
    )
    expect(unlike).toEqual([])
  })
})

test('the English one has singulars of what is said of several, and nothing else', () => {
  const plurals = [...sentences].filter((sentence) => sentence.includes('{{count}}'))
  const known = plurals.map((sentence) => `${sentence}_one`)
  expect(Object.keys(en).filter((key) => !known.includes(key))).toEqual([])
})

/** A node of a syntax tree, as ESTree names its kinds. */
interface Syntax {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [member: string]: unknown
}

interface Place {
  readonly node: Syntax
  /** The member of the node above that it stands in. */
  readonly member: string
  readonly above: Place | undefined
}

function sentencesIn(source: string, lang: 'ts' | 'tsx'): readonly string[] {
  const found: string[] = []
  const visit = (place: Place) => {
    const sentence = literalIn(place.node)
    if (sentence !== undefined && isSpoken(sentence, place, source)) found.push(sentence)
    for (const [member, value] of Object.entries(place.node))
      for (const node of [value].flat().filter(isSyntax)) visit({ node, member, above: place })
  }
  const node = parseAst(source, { lang }) as unknown as Syntax
  visit({ node, member: '', above: undefined })
  return found
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'type' in value
}

function literalIn({ type, value, quasis }: Syntax): string | undefined {
  if (type === 'Literal') return typeof value === 'string' ? value : undefined
  if (type !== 'TemplateLiteral' || !Array.isArray(quasis) || quasis.length !== 1) return undefined
  return quasis[0].value.cooked
}

function isSpoken(sentence: string, place: Place, source: string): boolean {
  const { above } = place
  if (above?.node.type === 'BinaryExpression' || isBelow(place, ({ node }) => silent.includes(node.type))) return false
  if (isGivenToText(place)) return true
  if (!/^[A-Z{]/.test(sentence) || unspoken.some((pattern) => pattern.test(sentence))) return false
  return / /.test(sentence) || (place.member === 'value' && isBelow(place, (each) => isTableOfWords(each, source)))
}

/** The sentence itself, or one of several to choose from; not a value that is filled in. */
function isGivenToText({ node, member, above }: Place): boolean {
  if (above === undefined) return false
  const { type, callee } = above.node
  if (type === 'CallExpression') return isSyntax(callee) && callee['name'] === 'text' && firstOf(above.node) === node
  const isChoice = type === 'ConditionalExpression' || type === 'LogicalExpression'
  return isChoice && member !== 'test' && isGivenToText(above)
}

function firstOf({ arguments: given }: Syntax): unknown {
  return Array.isArray(given) ? given[0] : undefined
}

function isBelow({ above }: Place, isIt: (place: Place) => boolean): boolean {
  return above !== undefined && (isIt(above) || isBelow(above, isIt))
}

function isTableOfWords({ node: { type, id } }: Place, source: string): boolean {
  if (type !== 'VariableDeclarator' || !isSyntax(id)) return false
  return /Record<.*string/s.test(source.slice(id.start, id.end))
}
