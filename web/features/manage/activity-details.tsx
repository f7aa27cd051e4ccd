// One entry of the activity in full: what was asked for, by whom, and how it ended, also as the API tells it.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../i18n/use-text.ts'
import { codeBlock } from '../../ui/code-block.ts'
import { Facts } from '../../ui/facts.tsx'
import { Modal } from '../../ui/modal.tsx'
import { Time } from '../../ui/time.tsx'
import type { ActivityEvent } from './activity-queries.ts'

export function ActivityDetails({ event, onClose }: { readonly event: ActivityEvent; onClose(): void }) {
  const text = useText()
  const styles = useStyles()
  const { operationName, status, subStatus, caller, resourceId, description, operationId } = event
  return (
    <Modal
      title={operationName.localizedValue}
      actions={<Button onClick={onClose}>{text('Close')}</Button>}
      onClose={onClose}
    >
      <div className={styles.content}>
        <Facts
          of={{
            [text('When')]: <Time at={event.eventTimestamp} />,
            [text('Outcome')]: [status.value, subStatus.value].filter((each) => each !== '').join(', '),
            [text('Who')]: caller,
            [text('Where')]: resourceId,
            [text('What')]: description === '' ? undefined : description,
            [text('Operation id')]: operationId,
          }}
        />
        <details>
          <summary>{text('As the API tells it')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
          <pre className={styles.code} tabIndex={0}>
            {JSON.stringify(event, undefined, 2)}
          </pre>
        </details>
      </div>
    </Modal>
  )
}

const useStyles = makeStyles({
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  code: { ...codeBlock, maxHeight: '20rem', margin: '1em 0', padding: tokens.spacingHorizontalS },
})
