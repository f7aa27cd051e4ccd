// One deployment, live: how far it is, what each step did, what it gave, and what to do when it failed.

import { Badge, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { ArrowClockwiseRegular, DeleteRegular, RecordStopRegular } from '@fluentui/react-icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Time } from '../../ui/time.tsx'
import { DeploymentGraph } from './deployment-graph.tsx'
import { type Deployment, deploymentQuery, operationsQuery } from './deployment-queries.ts'
import { isActive, shownDuration, stateWord, toneOf } from './deployment-state.ts'
import { FaultNote } from './fault-note.tsx'
import { NamedValues } from './named-values.tsx'
import { OperationList } from './operation-list.tsx'
import { useDeploymentPlace } from './use-deployment-place.ts'

export function DeploymentPage() {
  const { name, ...place } = useDeploymentPlace()
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const { data, error, isPending, refetch } = useQuery(deploymentQuery(arm, place, name))
  const isLive = data !== undefined && isActive(data)
  const operations = useQuery({ ...operationsQuery(arm, place, { name, isLive }), enabled: data !== undefined })
  const state = data?.properties.provisioningState ?? ''
  return (
    <Page
      trail={{ label: text('Deployments'), to: pages.deployments(place) }}
      title={name}
      subtitle={
        data && (
          <Badge appearance="tint" size="large" color={toneOf(state)} role="status">
            {text(stateWord(state))}
          </Badge>
        )
      }
      {...(data === undefined ? {} : { actions: <Actions deployment={data} /> })}
    >
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {operations.error !== null && <ErrorNote error={operations.error} onRetry={() => void operations.refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data !== undefined && (
        <div className={styles.grid}>
          {data.properties.error !== undefined && <FaultNote fault={data.properties.error} />}
          <Panel title={text('Steps')} isWide>
            <DeploymentGraph dependencies={data.properties.dependencies ?? []} operations={operations.data ?? []} />
            <OperationList operations={operations.data ?? []} isLive={isLive} />
          </Panel>
          <div className={styles.column}>
            <Panel title={text('About it')}>
              <DeploymentFacts deployment={data} group={place.group} />
            </Panel>
            <Panel title={text('Parameters')}>
              <NamedValues of={data.properties.parameters ?? {}} none={text('It was given no parameters.')} />
            </Panel>
          </div>
          <Panel title={text('Outputs')}>
            <NamedValues of={data.properties.outputs ?? {}} none={text('The template gives no outputs.')} />
          </Panel>
        </div>
      )}
    </Page>
  )
}

function DeploymentFacts({
  deployment,
  group,
}: {
  readonly deployment: Deployment
  readonly group: string | undefined
}) {
  const text = useText()
  const { timestamp, duration, mode, correlationId } = deployment.properties
  return (
    <Facts
      of={{
        [text('Resource group')]: group,
        [text('Last change')]: <Time at={timestamp} />,
        [text('Took')]: shownDuration(duration),
        [text('Mode')]: mode,
        [text('Correlation id')]: correlationId,
      }}
    />
  )
}

function Actions({ deployment }: { readonly deployment: Deployment }) {
  const { name, ...place } = useDeploymentPlace()
  const { arm } = useStudio()
  const text = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['deployments', place.subscription, place.group] })
  const cancel = useMutation({
    mutationFn: () => arm.post(addresses.deploymentAction(place, name, 'cancel'), apiVersions.resources),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: () => arm.delete(addresses.deployment(place, name), apiVersions.resources),
    onSuccess: async () => {
      await navigate({ to: pages.deployments(place) })
      await refresh()
    },
  })
  const isLive = isActive(deployment)
  const error = cancel.error ?? remove.error
  const ask = () =>
    setConfirmation({
      title: text('Delete {{name}} from the list?', { name }),
      body: text('What it has made stays.'),
      confirm: text('Delete'),
      act: () => remove.mutate(),
    })
  return (
    <>
      <ActionButton
        icon={<ArrowClockwiseRegular />}
        label={text('Deploy again')}
        reason={isLive ? text('It is still running.') : undefined}
        onClick={() => void navigate({ to: pages.newDeployment(place), search: { from: name } })}
      />
      <ActionButton
        icon={<RecordStopRegular />}
        label={text('Cancel it')}
        reason={isLive ? undefined : text('It has ended.')}
        onClick={() => cancel.mutate()}
      />
      <ActionButton
        icon={<DeleteRegular />}
        label={text('Delete')}
        reason={isLive ? text('It is still running.') : undefined}
        onClick={ask}
      />
      {error !== null && <ErrorNote error={error} />}
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </>
  )
}

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(22rem, 100%), 1fr))',
    alignItems: 'start',
    '> [role="alert"]': { gridColumn: '1 / -1' },
  },
  column: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingHorizontalL },
})
