// Text in other forms: JSON, base64, data URIs, parts of URIs, hashes. What is given may be a secret, so no refusal
// repeats it: a deployment keeps its error where all who may read it see it.

import type { Json } from '../../base/json.ts'
import type { Arguments } from '../arguments.ts'
import { any, define, type NamedFunction } from '../scope.ts'
import { asText } from './as-text.ts'
import { nameBasedGuid } from './name-based-guid.ts'
import { uniqueString } from './unique-string.ts'

export const encodingFunctions: readonly NamedFunction[] = [
  define('json', [1, 1], (args) => parsed(args, args.text(0))),
  define('base64', [1, 1], (args) => Buffer.from(args.text(0)).toString('base64')),
  define('base64ToString', [1, 1], (args) => fromBase64(args, args.text(0))),
  define('base64ToJson', [1, 1], (args) => parsed(args, fromBase64(args, args.text(0)))),
  define('dataUri', [1, 1], (args) => {
    return `data:text/plain;charset=utf8;base64,${Buffer.from(asText(args.value(0))).toString('base64')}`
  }),
  define('dataUriToString', [1, 1], dataUriToString),
  define('uri', [2, 2], joinUri),
  define('uriComponent', [1, 1], (args) => escapeComponent(args.text(0))),
  define('uriComponentToString', [1, 1], (args) => unescapeComponent(args, args.text(0))),
  define('uniqueString', [1, any], (args) => uniqueString(args.all().map(asText).join('-'))),
  define('guid', [1, any], (args) => nameBasedGuid(args.all().map(asText).join('-'))),
]

function parsed(args: Arguments, text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw args.fault(`is given text that is not JSON`)
  }
}

function fromBase64(args: Arguments, text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw args.fault('is given text that is not base64')
  return Buffer.from(text, 'base64').toString()
}

function dataUriToString(args: Arguments): string {
  const found = /^data:([^,]*),(.*)$/s.exec(args.text(0))
  if (found === null) throw args.fault('is given text that is not a data URI')
  const [, head = '', body = ''] = found
  return head.toLowerCase().endsWith(';base64') ? fromBase64(args, body) : unescapeComponent(args, body)
}

/** The relative part takes the place of what follows the last slash of the base. */
function joinUri(args: Arguments): string {
  const base = args.text(0)
  if (!URL.canParse(args.text(1), base))
    throw args.fault(`takes an absolute address first, such as https://contoso.test/templates/`)
  return new URL(args.text(1), base).href
}

/** All but letters, digits and `-_.~`. */
function escapeComponent(text: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent)
}

function unescapeComponent(args: Arguments, text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw args.fault(`is given text that is not escaped as in a URI`)
  }
}
