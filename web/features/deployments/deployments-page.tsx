// The deployments of a resource group or a subscription: what was made from templates, when, and how it ended.

import { Badge, Spinner } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { type DeploymentPlace, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { compareNames } from '../../ui/compare-names.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { type Deployment, deploymentsQuery } from './deployment-queries.ts'
import { shownDuration, stateWord, toneOf } from './deployment-state.ts'
import { placeLine } from './place-line.ts'
import { useDeploymentPlace } from './use-deployment-place.ts'

export function DeploymentsPage() {
  const place = useDeploymentPlace()
  const { arm } = useStudio()
  const text = useText()
  const navigate = useNavigate()
  const [sort, setSort] = useState({ column: 'when', isDown: true })
  const { data, error, isPending, refetch } = useQuery(deploymentsQuery(arm, place))
  const create = (
    <ActionButton
      appearance="primary"
      icon={<AddRegular />}
      label={text('New deployment')}
      onClick={() => void navigate({ to: pages.newDeployment(place) })}
    />
  )
  return (
    <Page
      title={text('Deployments')}
      subtitle={placeLine(text, place)}
      {...(data !== undefined && data.length > 0 ? { actions: create } : {})}
    >
      {place.group !== undefined && (
        <Link to={pages.deployments({ subscription: place.subscription })}>
          {text('Deployments of the subscription')}
        </Link>
      )}
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <Spinner label={text('Looking')} />}
      {data?.length === 0 && (
        <EmptyState
          title={text('Nothing has been deployed yet')}
          hint={text(
            'A template describes many resources at once, and can be deployed again and again. From a terminal:',
          )}
          command={`carrel deployment create NAME --template-file FILE.json${place.group === undefined ? ' --scope sub' : ''}`}
          action={create}
        />
      )}
      {data !== undefined && data.length > 0 && (
        <DataTable
          label={text('Deployments')}
          rows={data}
          columns={columnsOf(text, place)}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          sort={sort}
          onSort={(column) => setSort({ column, isDown: sort.column === column && !sort.isDown })}
        />
      )}
    </Page>
  )
}

function columnsOf(text: (sentence: string) => string, place: DeploymentPlace): readonly Column<Deployment>[] {
  return [
    {
      id: 'name',
      header: text('Name'),
      cell: ({ name }) => <Link to={pages.deployment(place, name)}>{name}</Link>,
      compare: (a, b) => compareNames(a.name, b.name),
    },
    {
      id: 'state',
      header: text('State'),
      cell: ({ properties: { provisioningState: state } }) => (
        <Badge appearance="tint" color={toneOf(state)}>
          {text(stateWord(state))}
        </Badge>
      ),
      compare: (a, b) => a.properties.provisioningState.localeCompare(b.properties.provisioningState),
    },
    {
      id: 'when',
      header: text('Last change'),
      isExtra: true,
      cell: ({ properties }) => <Time at={properties.timestamp} />,
      compare: (a, b) => a.properties.timestamp.localeCompare(b.properties.timestamp),
    },
    {
      id: 'duration',
      header: text('Took'),
      isExtra: true,
      cell: ({ properties }) => shownDuration(properties.duration),
    },
    { id: 'mode', header: text('Mode'), isExtra: true, cell: ({ properties }) => properties.mode },
  ]
}
