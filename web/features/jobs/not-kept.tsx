import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'

/** In the place of files that only a node reads. */
export function NotKept() {
  const text = useText()
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        {text('It writes on the disk of its node, which only the node reads: submit the next one with a file server.')}
      </MessageBarBody>
    </MessageBar>
  )
}
