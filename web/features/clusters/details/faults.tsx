import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components'
import { useText } from '../../../i18n/use-text.ts'
import type { ClusterFault } from '../cluster.ts'
import { nextStepFor } from '../cluster-state.ts'

const mostShown = 5

/** What is wrong with a cluster, each with what a person does about it. */
export function Faults({ errors }: { readonly errors: readonly ClusterFault[] }) {
  const text = useText()
  const styles = useStyles()
  if (errors.length === 0) return null
  const left = errors.length - mostShown
  return (
    <section className={styles.faults} aria-label={text('What is wrong')}>
      {errors.slice(0, mostShown).map(({ code, message }) => {
        const next = nextStepFor(code)
        return (
          <MessageBar key={`${code} ${message}`} intent="warning" layout="multiline">
            <MessageBarBody className={styles.words}>
              <MessageBarTitle>{code}</MessageBarTitle> {message}
              {next !== undefined && <div>{`${text('Next:')} ${text(next)}`}</div>}
            </MessageBarBody>
          </MessageBar>
        )
      })}
      {left > 0 && <span>{text('{{count}} more, each on its node below.', { count: left })}</span>}
    </section>
  )
}

const useStyles = makeStyles({
  faults: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  words: { overflowWrap: 'anywhere', minWidth: 0 },
})
