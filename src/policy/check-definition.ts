// A definition is refused when it is written, with every fault, and not when somebody else's request meets it.

import type { Json } from '../base/json.ts'
import { isList, isObject, type JsonObject, keyLike, memberOf } from '../template/json-values.ts'
import { isExpression } from '../template/parse-expression.ts'
import { TemplateFault } from '../template/template-fault.ts'
import { isChangeable, modifyOperations } from './changes.ts'
import { effectFault } from './effect.ts'
import { callsIn } from './expression-calls.ts'
import { fieldNamed, unknownField } from './field-name.ts'
import { checkParameters } from './parameters.ts'
import { parseCondition, parseRule } from './parse-rule.ts'
import { policyScope } from './policy-scope.ts'
import type { PolicyRule, WrittenPolicy } from './rule.ts'
import { RuleFaults } from './rule-faults.ts'

export const modes = ['All', 'Indexed'] as const

/** @throws ArmError 400 with every fault. */
export function checkDefinition({ parameters, policyRule }: WrittenPolicy): void {
  const rule = parseRule(policyRule)
  const faults = new RuleFaults()
  checkParameters(parameters, faults)
  checkCalls(policyRule, parameters, faults)
  const words = effectWords(rule, parameters)
  for (const word of words) {
    const fault = effectFault(word)
    if (fault !== undefined) faults.add('policyRule.then.effect', fault)
  }
  for (const word of words) checkDetails(word.toLowerCase(), rule.details, faults)
  faults.throwIfAny()
}

/** Those it can have as it stands: the word itself, or what its parameter is unless given; assignments are checked too. */
function effectWords({ effect }: PolicyRule, parameters: JsonObject): string[] {
  if (!isExpression(effect)) return [effect]
  const name = /^\[\s*parameters\(\s*'([^']+)'\s*\)\s*\]$/i.exec(effect)?.[1]
  const parameter = name === undefined ? undefined : memberOf(parameters, name)
  const word = isObject(parameter ?? null) ? (parameter as JsonObject)['defaultValue'] : undefined
  return typeof word === 'string' ? [word] : []
}

function checkCalls(policyRule: JsonObject, parameters: JsonObject, faults: RuleFaults): void {
  for (const { path, name, firstArgument, fault } of callsIn(policyRule, 'policyRule')) {
    if (fault !== undefined) faults.add(path, fault)
    else if (!knownFunctions.has(name.toLowerCase()))
      faults.add(path, `There is no function '${name.slice(0, 60)}' here.`)
    else if (name.toLowerCase() === 'parameters' && firstArgument !== undefined) {
      if (keyLike(parameters, firstArgument) === undefined)
        faults.add(path, `The policy has no parameter '${firstArgument.slice(0, 80)}'.`)
    } else if (name.toLowerCase() === 'field' && firstArgument !== undefined && fieldNamed(firstArgument) === undefined)
      faults.add(path, unknownField(firstArgument))
  }
}

const somewhere = { document: {}, apiVersion: '', subscription: {}, resourceGroup: undefined, now: 0 }
const somePolicy = { assignmentId: '', definitionId: '', setDefinitionId: undefined, referenceId: undefined }
const knownFunctions = new Set(policyScope({}, somewhere, somePolicy).functions.keys())

const detailsPath = 'policyRule.then.details'

function checkDetails(effect: string, details: Json, faults: RuleFaults): void {
  if (effect === 'append') checkEntries(details, detailsPath, faults)
  if (effect === 'modify') checkModify(details, faults)
  if (effect === 'auditifnotexists') checkRelated(details, faults)
  if (effect === 'denyaction') checkDenied(details, faults)
}

function checkModify(details: Json, faults: RuleFaults): void {
  const operations = isObject(details) ? (memberOf(details, 'operations') ?? null) : null
  checkEntries(operations, `${detailsPath}.operations`, faults)
  const conflictEffect = isObject(details) ? memberOf(details, 'conflictEffect') : undefined
  if (
    typeof conflictEffect === 'string' &&
    !/^(audit|deny|disabled)$/i.test(conflictEffect) &&
    !isExpression(conflictEffect)
  )
    faults.add(`${detailsPath}.conflictEffect`, 'It must be audit, deny or disabled.')
  for (const [at, entry] of (isList(operations) ? operations : []).entries()) {
    const operation = isObject(entry) ? String(memberOf(entry, 'operation') ?? '') : ''
    if (!modifyOperations.some((each) => each.toLowerCase() === operation.toLowerCase()))
      faults.add(`${detailsPath}.operations[${at}].operation`, `It must be one of ${modifyOperations.join(', ')}.`)
  }
}

/** Fields with what becomes of them. */
function checkEntries(entries: Json, path: string, faults: RuleFaults): void {
  if (!isList(entries) || entries.length === 0) {
    faults.add(path, 'It must be a list with at least one element.')
    return
  }
  for (const [at, entry] of entries.entries()) {
    const name = isObject(entry) ? memberOf(entry, 'field') : undefined
    const place = `${path}[${at}].field`
    if (typeof name !== 'string') faults.add(place, 'It must name a field.')
    else if (!isExpression(name)) checkChangeable(name, place, faults)
  }
}

function checkChangeable(name: string, path: string, faults: RuleFaults): void {
  const field = fieldNamed(name)
  if (field === undefined) faults.add(path, unknownField(name))
  else if (!isChangeable(field)) faults.add(path, `'${name}' cannot be changed by a policy.`)
}

function checkRelated(details: Json, faults: RuleFaults): void {
  if (!isObject(details) || typeof memberOf(details, 'type') !== 'string') {
    faults.add(`${detailsPath}.type`, 'It must name the type that is to exist.')
    return
  }
  const condition = memberOf(details, 'existenceCondition')
  if (condition === undefined) return
  try {
    parseCondition(condition, `${detailsPath}.existenceCondition`)
  } catch (error) {
    if (error instanceof TemplateFault || !(error instanceof Error)) throw error
    faults.add(`${detailsPath}.existenceCondition`, error.message)
  }
}

function checkDenied(details: Json, faults: RuleFaults): void {
  const names = isObject(details) ? (memberOf(details, 'actionNames') ?? null) : null
  if (isList(names) && names.length === 1 && String(names[0]).toLowerCase() === 'delete') return
  faults.add(`${detailsPath}.actionNames`, "It must be ['delete'], the only action that can be denied.")
}
