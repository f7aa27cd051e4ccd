import type { Step } from '../../../../template/plan-deployment.ts'
import type { StepStatus } from '../model.ts'

type Statuses = Readonly<Record<string, StepStatus>>

/** The steps that can begin: not begun, and all they depend on done. What failed holds back what needs it. */
export function nextSteps(steps: readonly Step[], statuses: Statuses): Step[] {
  const isDone = (id: string) => statuses[id]?.state === 'Succeeded'
  return steps.filter((step) => statuses[step.id] === undefined && step.dependsOn.every(isDone))
}
