import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import type { DeploymentFault } from './deployment-queries.ts'
import { nextStepFor } from './deployment-state.ts'

/** Why a deployment or a step failed, all the way down, and what to do. */
export function FaultNote({ fault }: { readonly fault: DeploymentFault }) {
  const text = useText()
  const causes = causesOf(fault)
  const [deepest = fault] = causes.toReversed()
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        {causes.map(({ code, message }) => (
          <div key={`${code} ${message}`} style={{ overflowWrap: 'anywhere' }}>
            <MessageBarTitle>{code}</MessageBarTitle> {message}
          </div>
        ))}
        <div>{`${text('Next:')} ${text(nextStepFor(deepest.code))}`}</div>
      </MessageBarBody>
    </MessageBar>
  )
}

function causesOf(fault: DeploymentFault): readonly DeploymentFault[] {
  return [fault, ...(fault.details ?? []).filter(({ message }) => message !== fault.message).flatMap(causesOf)]
}
