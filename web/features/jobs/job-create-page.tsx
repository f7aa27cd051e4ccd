// A new job: what it must have, then what it may have, then what will be asked for; or the same as text. One like another
// begins with what that one had.

import { makeStyles, Spinner, Tab, TabList, tokens } from '@fluentui/react-components'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { apiVersions } from '../../api/api-versions.ts'
import { permissionsQuery } from '../../api/permissions.ts'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, type GroupKey, type JobKey, jobKeyOf, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { BasicFields } from './create/basic-fields.tsx'
import {
  type Cluster,
  clustersQuery,
  experimentsQuery,
  fileServersQuery,
  outputPrefixOf,
} from './create/cluster-queries.ts'
import { faultText } from './create/field-message.ts'
import { faultsOf } from './create/job-faults.ts'
import { emptyDraft, type JobDraft, type JobPart, type JobProperties, withMembers } from './create/job-properties.ts'
import { MoreFields } from './create/more-fields.tsx'
import { OutputNote } from './create/output-note.tsx'
import { draftLike } from './create/prefill.ts'
import { Review } from './create/review.tsx'
import type { Fault } from './create/shape.ts'
import type { Job } from './job.ts'
import { jobQuery, jobsQuery, refreshJobs } from './job-queries.ts'
import { jobRights } from './job-rights.ts'

const route = getRouteApi('/g/$subscription/$group/jobs/new')
const TextEditor = lazy(async () => ({ default: (await import('./create/text-editor.tsx')).TextEditor }))

export function JobCreatePage() {
  const group = route.useParams()
  const { like, cluster } = route.useSearch()
  const { arm } = useStudio()
  const text = useText()
  const clusters = useQuery(clustersQuery(arm, group))
  const model = useQuery({
    ...jobQuery(arm, jobKeyOf(like ?? '')),
    enabled: like !== undefined,
    refetchInterval: false,
  })
  const error = clusters.error ?? model.error
  const isReady = clusters.data !== undefined && (like === undefined || model.data !== undefined)
  return (
    <Page title={text('New job')}>
      {error !== null && !isReady && <ErrorNote error={error} onRetry={() => void clusters.refetch()} />}
      {error === null && !isReady && <Spinner label={text('Looking')} />}
      {isReady && clusters.data.length === 0 && <NoCluster />}
      {isReady && clusters.data.length > 0 && (
        <Form
          group={group}
          clusters={clusters.data}
          start={startOf(model.data ? draftLike(model.data) : emptyDraft, clusters.data, cluster)}
        />
      )}
    </Page>
  )
}

/** With a cluster, where there is one to begin with or only one. */
function startOf(draft: JobDraft, clusters: readonly Cluster[], name: string | undefined): JobDraft {
  if (draft.properties.cluster !== undefined) return draft
  const only = clusters.length === 1 ? clusters[0] : clusters.find((each) => each.name === name)
  return only === undefined ? draft : { ...draft, properties: onCluster(draft.properties, only) }
}

/** What it prints goes where this cluster has a place for it, unless somebody chose another. */
function onCluster(properties: JobProperties, cluster: Cluster, before?: Cluster): JobProperties {
  const prefix = properties.stdOutErrPathPrefix
  const isUsual = prefix === undefined || (before !== undefined && prefix === outputPrefixOf(before))
  return withMembers(properties, {
    cluster: { id: cluster.id },
    ...(isUsual ? { stdOutErrPathPrefix: outputPrefixOf(cluster) } : {}),
  })
}

function NoCluster() {
  const text = useText()
  const navigate = useNavigate()
  return (
    <EmptyState
      title={text('No cluster yet')}
      hint={text(
        'A job runs on the nodes of a cluster, and keeps what it prints on a file server that the cluster mounts.',
      )}
      command={'carrel file-server create disks\ncarrel cluster create pool --min 0 --max 2 --file-server disks'}
      action={
        <ActionButton
          appearance="primary"
          label={text('Make a cluster')}
          onClick={() => void navigate({ to: pages.newCluster() })}
        />
      }
    />
  )
}

function Form(props: { readonly group: GroupKey; readonly clusters: readonly Cluster[]; readonly start: JobDraft }) {
  const { group, clusters, start } = props
  const { arm } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(start)
  const [way, setWay] = useState<'form' | 'text'>('form')
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [isBroken, setBroken] = useState(false)
  const rights = jobRights(useQuery(permissionsQuery(arm, addresses.resourceGroup(group))).data)
  const cluster = clusters.find(({ id }) => id.toLowerCase() === draft.properties.cluster?.id.toLowerCase())
  const { data: servers = [] } = useQuery(fileServersQuery(arm, group, cluster?.batch ?? ''))
  const { data: experiments = [] } = useQuery(experimentsQuery(arm, group, cluster?.batch ?? ''))
  const { data: jobs = [] } = useQuery({ ...jobsQuery(arm, group), refetchInterval: takenMs })
  const key = { ...group, batch: cluster?.batch ?? '', experiment: draft.experiment, job: draft.name }
  const faults = [...takenFault(jobs, key), ...faultsOf(draft, cluster)]
  const shown = faults.filter(({ path }) => touched.has(memberOf(path)))
  const touch = (members: readonly string[]) => setTouched((before) => new Set([...before, ...members]))
  const onProperties = (part: JobPart) => {
    setDraft((before) => ({ ...before, properties: withMembers(before.properties, part) }))
    touch(Object.keys(part))
  }
  const onName = (part: Partial<Pick<JobDraft, 'name' | 'experiment'>>) => {
    setDraft((before) => ({ ...before, ...part }))
    touch(Object.keys(part))
  }
  const submit = useSubmit(draft, key)
  const [first] = faults
  const fault = isBroken ? text('Mend the text.') : first && faultText(first, text)
  const reason = rights.submit ? fault : text('Your roles here do not let you submit jobs.')
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <TabList selectedValue={way} onTabSelect={(_, { value }) => (isBroken ? undefined : setWay(value as typeof way))}>
        <Tab value="form">{text('Form')}</Tab>
        <Tab value="text">{text('As text')}</Tab>
      </TabList>
      {isBroken && <span>{text('The form comes back when the text is mended.')}</span>}
      <BasicFields
        {...{ draft, clusters, experiments, onProperties, onName }}
        faults={shown}
        isNamesOnly={way === 'text'}
        onCluster={(next) => {
          setDraft((before) => ({ ...before, properties: onCluster(before.properties, next, cluster) }))
          touch(['cluster'])
        }}
      />
      <OutputNote {...{ group, servers, onProperties }} batch={cluster?.batch ?? ''} properties={draft.properties} />
      {way === 'form' ? (
        <MoreFields {...{ draft, cluster, servers, onProperties }} faults={shown} />
      ) : (
        <Suspense fallback={<Spinner label={text('Looking')} />}>
          <TextEditor
            draft={draft}
            cluster={cluster}
            onText={(properties) => {
              setBroken(properties === undefined)
              if (properties !== undefined) setDraft((before) => ({ ...before, properties }))
              touch(Object.keys(properties ?? {}))
            }}
          />
        </Suspense>
      )}
      <Review draft={draft} of={key} fault={fault} />
      {submit.error !== null && <ErrorNote error={submit.error} />}
      <div className={styles.buttons}>
        <ActionButton
          appearance="primary"
          label={text('Submit')}
          reason={submit.isPending ? text('It is being asked for.') : reason}
          onClick={() => submit.mutate()}
        />
        <ActionButton label={text('Cancel')} onClick={() => void navigate({ to: pages.jobs(group) })} />
      </div>
    </form>
  )
}

/** Makes the experiment where there is none: nobody who wants a job has to know that it needs one. */
function useSubmit(draft: JobDraft, key: ReturnType<typeof jobKeyOf>) {
  const { arm } = useStudio()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      await arm.put(addresses.experiment(key, key), apiVersions.batchAi, {})
      await arm.put(addresses.job(key), apiVersions.batchAi, { properties: draft.properties })
    },
    onSuccess: async () => {
      await refreshJobs(queryClient)
      await navigate({ to: pages.job(key) })
    },
  })
}

/** How often it is looked whether a name is taken. */
const takenMs = 30_000

function takenFault(jobs: readonly Job[], key: JobKey): readonly Fault[] {
  const address = pages.job(key).toLowerCase()
  const isTaken = jobs.some((job) => pages.job(job.key).toLowerCase() === address)
  return isTaken ? [{ path: ['name'], sentence: 'There is a job of this name in the experiment: choose another.' }] : []
}

/** The member of the draft that a fault is in. */
function memberOf([first, second]: Fault['path']): string {
  return String(first === 'properties' ? second : first)
}

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '44rem' },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalM },
})
