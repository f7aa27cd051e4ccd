// The same instance from elsewhere: as lines of `carrel`, as one of `az`, and as a template. Pure.

import { azRest, shellWord, templateLiteral, templateOfResources } from '../../../api/equivalents.ts'
import type { WorkspaceKey } from '../../../paths.ts'
import type { Schedule } from '../schedules/schedule.ts'
import { type bodyOf, type ComputeDraft, type ScriptDraft, tagsIn } from './compute-draft.ts'

const version = '2024-10-01'

/** In the words of a shell. `assignee`: the person it is for. What `carrel` has no option for is said in a comment. */
export function commandOf(draft: ComputeDraft): string {
  const name = draft.name || 'NAME'
  const tags = Object.entries(tagsIn(draft.tags)).map(([key, value]) => shellWord(`${key}=${value}`))
  const apps = draft.apps.map(({ name: app, image, port }) => shellWord(`${app}=${image}:${port}`))
  const parts = [
    `carrel compute create ${name} --size ${draft.size || 'SIZE'}`,
    draft.isSshEnabled ? '--ssh-key-file FILE' : '--no-ssh',
    ...(draft.assignedTo === '' ? [] : [`--assign-to ${shellWord(draft.assignedTo)}`]),
    ...(draft.isCreatedStopped ? ['--stopped'] : []),
    ...scriptOptions('creation', draft.script),
    ...scriptOptions('startup', draft.startupScript),
    ...timeLimit(draft),
    ...(apps.length === 0 ? [] : [`--app ${apps.join(' ')}`]),
    ...(tags.length === 0 ? [] : [`--tags ${tags.join(' ')}`]),
  ]
  const notes = draft.subnetId === '' ? [] : ['# The subnet is given through az or a template.']
  return [...notes, parts.join(' '), ...draft.schedules.map((schedule) => scheduleLine(name, schedule))].join('\n')
}

const files = { creation: 'setup.sh', startup: 'startup.sh' } as const

function scriptOptions(kind: 'creation' | 'startup', script: ScriptDraft | undefined): readonly string[] {
  if (script === undefined) return []
  const file = script.source === 'inline' ? files[kind] : shellWord(`share:${script.data.trim()}`)
  return [
    `--${kind}-script ${file}`,
    ...(script.arguments === '' ? [] : [`--${kind}-script-arguments ${shellWord(script.arguments)}`]),
  ]
}

/** `carrel` knows one for both. */
function timeLimit({ script, startupScript }: ComputeDraft): readonly string[] {
  const given = script?.timeout || startupScript?.timeout
  return given ? [`--script-timeout ${given}`] : []
}

function scheduleLine(name: string, { action, isEnabled, timing }: Schedule): string {
  if (timing.kind === 'other') return `# ${action}: ${timing.words}`
  const days = timing.days.map((day) => day.slice(0, 3).toLowerCase()).join(' ')
  const rest = isEnabled ? '' : ' --disabled'
  return `carrel compute schedule add ${name} ${action.toLowerCase()} --at ${timing.time} --days ${days} --time-zone ${shellWord(timing.timeZone)}${rest}`
}

type Body = ReturnType<typeof bodyOf>

/** `endpoint`: of the API. `path`: of the instance. */
export function azOf(of: { readonly endpoint: string; readonly path: string; readonly body: Body }): string {
  return azRest({ ...of, apiVersion: version })
}

/** Of a deployment to the resource group of the workspace. */
export function templateOf(key: WorkspaceKey, name: string, body: Body): string {
  const resource = {
    type: 'Microsoft.MachineLearningServices/workspaces/computes',
    apiVersion: version,
    name: `${key.workspace}/${name || 'NAME'}`,
    ...templateLiteral(body),
  }
  return templateOfResources([resource])
}
