import type { DeploymentPlace } from '../../paths.ts'

type Text = (sentence: string, values?: Record<string, string | number>) => string

/** Below the title of a page. */
export function placeLine(text: Text, { group }: DeploymentPlace): string {
  return group === undefined ? text('Subscription') : text('Resource group {{name}}', { name: group })
}
