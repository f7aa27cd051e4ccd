import { Button, Link as FluentLink, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { Link } from '@tanstack/react-router'
import { useText } from '../../../i18n/use-text.ts'
import { CopyLine } from '../../../ui/copy-line.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Cluster } from '../cluster.ts'
import { nextStepFor, nodeWordFor } from '../cluster-state.ts'
import { jobPage } from '../job-page.ts'
import type { ClusterNode, Entrance } from './part-queries.ts'
import { sshLine } from './ssh-line.ts'

/** The node that was chosen: how it is entered, what it does, and what to do when it cannot be used. */
export function NodeDetails(props: {
  readonly cluster: Cluster
  readonly node: ClusterNode
  readonly entrance: Entrance | undefined
  readonly mayEnter: boolean
  onClose(): void
}) {
  const { cluster, node, entrance, mayEnter, onClose } = props
  const text = useText()
  const styles = useStyles()
  const next = node.error && nextStepFor(node.error.code)
  return (
    <section className={styles.box} aria-label={text('Node {{name}}', { name: node.nodeId })}>
      <div className={styles.head}>
        <strong className={styles.name}>{node.nodeId}</strong>
        <Button appearance="subtle" icon={<DismissRegular />} aria-label={text('Close')} onClick={onClose} />
      </div>
      <Facts
        of={{
          [text('State')]: (
            <>
              {text(nodeWordFor(node.state))}, {text('since')} <Time at={node.since} />
            </>
          ),
          [text('Reason')]: node.error && `${node.error.code}: ${node.error.message}`,
          [text('What to do')]: next && text(next),
          [text('Job')]: node.job && <JobLink id={node.job.id} />,
          [text('Address')]: entrance && `${entrance.address}:${entrance.port}`,
          [text('Made')]: <Time at={node.createdAt} />,
        }}
      />
      <Entering {...{ cluster, node, entrance, mayEnter }} />
    </section>
  )
}

function Entering(props: {
  readonly cluster: Cluster
  readonly node: ClusterNode
  readonly entrance: Entrance | undefined
  readonly mayEnter: boolean
}) {
  const { cluster, node, entrance, mayEnter } = props
  const text = useText()
  if (!mayEnter) return <span>{text('Your role here does not tell you where nodes are entered.')}</span>
  if (cluster.user === undefined) return <span>{text('Nobody signs in to the nodes of this cluster.')}</span>
  if (entrance === undefined) return <span>{text('It is not entered from outside, or not yet.')}</span>
  const lines = [
    `ssh -p ${entrance.port} ${cluster.user}@${entrance.address}`,
    ...(cluster.key.kind === 'batch' ? [sshLine(cluster, node.nodeId)] : []),
  ]
  return lines.map((line) => <CopyLine key={line} text={line} />)
}

function JobLink({ id }: { readonly id: string }) {
  const name = id.split('/').at(-1) ?? id
  return <Link to={jobPage(id)}>{<FluentLink as="span">{name}</FluentLink>}</Link>
}

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    minWidth: 0,
  },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  name: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere', minWidth: 0 },
})
