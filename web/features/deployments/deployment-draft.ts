// What the form of a deployment holds, what is wrong with it, and the body it becomes. Pure.

import type { DeploymentPlace } from '../../paths.ts'
import { parseTemplate } from '../../ui/parse-template.ts'
import {
  type Given,
  parameterFault,
  parametersOf,
  type TemplateParameter,
  writeParameters,
} from '../../ui/template-parameters.ts'

export interface DeploymentDraft {
  readonly name: string
  readonly template: string
  readonly given: Given
  readonly mode: 'Incremental' | 'Complete'
}

export function emptyDraft(now: Date): DeploymentDraft {
  const stamp = now.toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-')
  return { name: `studio-${stamp}`, template: '', given: new Map(), mode: 'Incremental' }
}

/** Undefined: there is none yet, or it can be read. */
export function templateFault(
  { template }: DeploymentDraft,
  text: (sentence: string, values?: Record<string, string | number>) => string,
): string | undefined {
  if (template.trim() === '') return undefined
  const parsed = parseTemplate(template)
  if (!('fault' in parsed)) return undefined
  return text('Line {{line}}: {{fault}}', { line: parsed.line, fault: parsed.fault })
}

export function parametersIn({ template }: DeploymentDraft): readonly TemplateParameter[] {
  const parsed = parseTemplate(template)
  return 'value' in parsed ? parametersOf(parsed.value) : []
}

/** The first thing to mend: an English sentence, to be translated. */
export function faultOf(draft: DeploymentDraft): string | undefined {
  if (draft.template.trim() === '') return 'Give a template.'
  if ('fault' in parseTemplate(draft.template)) return 'Mend the template.'
  if (parametersIn(draft).some((each) => parameterFault(each, draft.given.get(each.name)) !== undefined)) {
    return 'Give every parameter that has no default.'
  }
  return /^[-\w.()]{1,64}$/.test(draft.name) ? undefined : 'A name has up to 64 letters, digits, -, _, ., ( and ).'
}

/** Of the PUT; the draft has no fault. One to a subscription says where its record is kept. */
export function bodyOf(draft: DeploymentDraft, { group }: Pick<DeploymentPlace, 'group'>) {
  const parsed = parseTemplate(draft.template)
  const parameters = writeParameters(parametersIn(draft), draft.given)
  const location = group === undefined ? { location: 'local' } : {}
  return { ...location, properties: { mode: draft.mode, template: 'value' in parsed ? parsed.value : {}, parameters } }
}
