// How everything else reaches this installation: lines to copy, filled with its address and a workspace.

import { Field, Link as FluentLink, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { CopyLine } from '../../ui/copy-line.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { lastWorkspace } from '../workspaces/last-workspace.ts'
import { workspacesQuery } from '../workspaces/workspace-queries.ts'
import {
  azLines,
  codeLines,
  environmentLines,
  execLines,
  installLines,
  loginLines,
  type Place,
  principalLines,
  sshLines,
} from './connect-lines.ts'
import { azuremlCoreSample, mlClientSample, npmSample } from './sdk-samples.ts'

const route = getRouteApi('/connect')

export function ConnectPage() {
  const { arm, settings } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const { workspace: wanted = lastWorkspace.read() } = route.useSearch()
  const { data = [], error, refetch } = useQuery(workspacesQuery(arm))
  const chosen = data.find(({ id }) => id === wanted) ?? data[0]
  const place: Place = {
    endpoint: settings.endpoint,
    tenant: settings.tenantId,
    subscription: chosen?.key.subscription ?? 'SUBSCRIPTION',
    group: chosen?.key.group ?? 'GROUP',
    workspace: chosen?.key.workspace ?? 'WORKSPACE',
  }
  return (
    <Page title={text('Connect')} subtitle={text('From a terminal, an editor or a program to this installation.')}>
      {error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {data.length > 0 && (
        <Field label={text('Workspace the lines are for')} className={styles.field}>
          <Select
            value={chosen?.id ?? ''}
            onChange={(_, { value }) =>
              void navigate({ to: pages.connect(), search: { workspace: value }, replace: true })
            }
          >
            {data.map(({ id, name, key }) => (
              <option key={id} value={id}>{`${name} (${key.group})`}</option>
            ))}
          </Select>
        </Field>
      )}
      <div className={styles.columns}>
        <Addresses place={place} />
        <CommandLine place={place} />
        <Azure place={place} />
        <Machines />
        <Programs place={place} />
      </div>
    </Page>
  )
}

interface PartProps {
  readonly place: Place
}

function Addresses({ place }: PartProps) {
  const text = useText()
  const line = (value: string, name: string) => <CopyLine text={value} label={name} />
  return (
    <Panel title={text('Addresses and names')}>
      <Facts
        of={{
          [text('Endpoint')]: line(place.endpoint, text('Endpoint')),
          [text('Tenant')]: line(place.tenant, text('Tenant')),
          [text('Subscription')]: line(place.subscription, text('Subscription')),
          [text('Resource group')]: line(place.group, text('Resource group')),
          [text('Workspace')]: line(place.workspace, text('Workspace')),
        }}
      />
    </Panel>
  )
}

function CommandLine({ place }: PartProps) {
  const text = useText()
  return (
    <Panel title={text('The command line')}>
      <Part hint={text('With Node 24 or later. Compare the fingerprint with what your administrator reads to you.')}>
        <CopyLine text={installLines(place)} label={text('the lines that install it')} />
      </Part>
      <FluentLink href={`${place.endpoint}/cli`} target="_blank" rel="noopener noreferrer">
        {text('All about installing it')}
      </FluentLink>
      <Part hint={text('Sign in, by your browser, and say which workspace the other commands are for.')}>
        <CopyLine text={loginLines(place)} label={text('the lines that sign in')} />
      </Part>
    </Panel>
  )
}

function Azure({ place }: PartProps) {
  const text = useText()
  return (
    <Panel title={text('What was written for Azure')}>
      <Part
        hint={text(
          'Any program, unchanged: it believes it speaks to public Azure, and nothing outside the line notices.',
        )}
      >
        <CopyLine text={execLines()} label={text('the lines that run programs')} />
      </Part>
      <Part hint={text('Or register the cloud with az, in a shell of its own:')}>
        <CopyLine text={azLines(place)} label={text('the lines that register the cloud')} />
      </Part>
    </Panel>
  )
}

function Machines() {
  const text = useText()
  return (
    <Panel title={text('SSH and editors')}>
      <Part hint={text('NAME is an instance of yours with SSH. Run the first line again when there are new ones.')}>
        <CopyLine text={sshLines()} label={text('the lines for SSH')} />
      </Part>
      <Part hint={text('Visual Studio Code with its extension Remote - SSH:')}>
        <CopyLine text={codeLines()} label={text('the line for VS Code')} />
      </Part>
    </Panel>
  )
}

function Programs({ place }: PartProps) {
  const text = useText()
  return (
    <Panel title={text('Programs of your own')} isWide>
      <Part hint={text('A program signs in as a principal. This makes one, and shows its secret once:')}>
        <CopyLine text={principalLines(place)} label={text('the line that makes a principal')} />
      </Part>
      <Part hint={text('What the samples below find in their environment:')}>
        <CopyLine text={environmentLines(place)} label={text('the environment')} />
      </Part>
      <Part hint="Python: azure-ai-ml">
        <CopyLine text={mlClientSample} label="azure-ai-ml" />
      </Part>
      <Part hint="Python: azureml-core">
        <CopyLine text={azuremlCoreSample} label="azureml-core" />
      </Part>
      <Part hint="JavaScript: @azure/arm-machinelearning">
        <CopyLine text={npmSample} label="@azure/arm-machinelearning" />
      </Part>
    </Panel>
  )
}

function Part({ hint, children }: { readonly hint: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.part}>
      <span>{hint}</span>
      {children}
    </div>
  )
}

const useStyles = makeStyles({
  field: { maxWidth: '24rem' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(26rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
})
