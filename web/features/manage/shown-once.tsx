import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { CopyLine } from '../../ui/copy-line.tsx'
import { InSight } from '../../ui/in-sight.tsx'

/** A password or secret, in sight and to be taken along: nobody is told it again. */
export function ShownOnce(props: { readonly title: string; readonly label: string; readonly text: string }) {
  return (
    <InSight>
      <MessageBar intent="success" layout="multiline" role="status">
        <MessageBarBody>
          {props.title}
          <CopyLine label={props.label} text={props.text} />
        </MessageBarBody>
      </MessageBar>
    </InSight>
  )
}
