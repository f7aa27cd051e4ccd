import { ArmError } from '../../base/errors.ts'

export interface Filterable {
  readonly policyType: string
  readonly category: string
}

/** `policyType eq '…'`, `category eq '…'`, `atExactScope()`, joined by `and`. Throws 400 for another. */
export function readPolicyFilter(filter: string | null): (each: Filterable) => boolean {
  const terms = (filter ?? '').split(/\s+and\s+/i).filter((term) => term.trim() !== '')
  const tests = terms.map((term): ((each: Filterable) => boolean) => {
    if (/^\s*atExactScope\(\)\s*$/i.test(term)) return ({ policyType }) => policyType === 'Custom'
    const [, name, text] = /^\s*(policyType|category)\s+(?:eq|-eq)\s+'([^']*)'\s*$/i.exec(term) ?? []
    if (name === undefined || text === undefined) {
      throw new ArmError(
        400,
        'UnsupportedQuery',
        `The filter '${term.slice(0, 100)}' is not supported. Use policyType eq '…', category eq '…' or atExactScope(), joined by and.`,
      )
    }
    const isOf = name.toLowerCase() === 'category' ? 'category' : 'policyType'
    return (each) => each[isOf].toLowerCase() === text.toLowerCase()
  })
  return (each) => tests.every((test) => test(each))
}
