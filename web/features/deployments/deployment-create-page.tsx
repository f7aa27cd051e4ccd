// A new deployment: a template, what it asks for, what it would change, and then the change itself.

import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Select,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ParameterFields } from '../../ui/parameter-fields.tsx'
import { type DeploymentDraft, emptyDraft, faultOf, parametersIn, templateFault } from './deployment-draft.ts'
import { ParameterFile } from './parameter-file.tsx'
import { placeLine } from './place-line.ts'
import { TemplateField } from './template-field.tsx'
import { templateQuery } from './template-query.ts'
import { useDeploymentPlace } from './use-deployment-place.ts'
import { type DeploymentRequests, useDeploymentRequests } from './use-deployment-requests.ts'
import { WhatIfResult } from './what-if-result.tsx'

export function DeploymentCreatePage() {
  const { from } = useSearch({ strict: false })
  const place = useDeploymentPlace()
  const { arm } = useStudio()
  const text = useText()
  const earlier = useQuery({ ...templateQuery(arm, place, from ?? ''), enabled: from !== undefined })
  return (
    <Page
      trail={{ label: text('Deployments'), to: pages.deployments(place) }}
      title={text('New deployment')}
      subtitle={placeLine(text, place)}
    >
      {earlier.error !== null && <ErrorNote error={earlier.error} onRetry={() => void earlier.refetch()} />}
      {(from === undefined || earlier.data !== undefined) && (
        <DeploymentForm
          start={{ ...emptyDraft(new Date()), ...(from && { name: from }), template: earlier.data ?? '' }}
        />
      )}
    </Page>
  )
}

function DeploymentForm({ start }: { readonly start: DeploymentDraft }) {
  const place = useDeploymentPlace()
  const text = useText()
  const styles = useStyles()
  const [draft, setDraft] = useState(start)
  const requests = useDeploymentRequests(place, draft)
  const { validate, whatIf, failed } = requests
  const change = (part: Partial<DeploymentDraft>) => {
    setDraft((before) => ({ ...before, ...part }))
    // What was answered was about another template.
    requests.forget()
  }
  const give = (name: string, value: string) => change({ given: new Map([...draft.given, [name, value]]) })
  const fault = templateFault(draft, text)
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <TemplateField value={draft.template} fault={fault} onChange={(template) => change({ template })} />
      {draft.template !== '' && fault === undefined && (
        <Panel
          title={text('Parameters')}
          action={<ParameterFile onRead={(given) => change({ given: new Map([...draft.given, ...given]) })} />}
        >
          <ParameterFields
            parameters={parametersIn(draft)}
            given={draft.given}
            none={text('The template asks for no parameters.')}
            onChange={give}
          />
        </Panel>
      )}
      <NameAndMode draft={draft} isForGroup={place.group !== undefined} onChange={change} />
      <Buttons draft={draft} requests={requests} />
      {failed !== undefined && <ErrorNote error={failed} />}
      {validate.isSuccess && (
        <MessageBar intent="success" role="status">
          <MessageBarBody>{text('It can be deployed: nothing is wrong with it.')}</MessageBarBody>
        </MessageBar>
      )}
      {whatIf.data !== undefined && <WhatIfResult changes={whatIf.data} />}
    </form>
  )
}

/** A subscription knows no complete mode. */
function NameAndMode(props: {
  readonly draft: DeploymentDraft
  readonly isForGroup: boolean
  onChange(part: Partial<DeploymentDraft>): void
}) {
  const text = useText()
  const styles = useStyles()
  const { draft, isForGroup, onChange } = props
  return (
    <div className={styles.pair}>
      <Field label={text('Name')} required>
        <Input value={draft.name} autoComplete="off" onChange={(_, { value }) => onChange({ name: value.trim() })} />
      </Field>
      {isForGroup && (
        <Field label={text('Mode')}>
          <Select
            value={draft.mode}
            onChange={(_, { value }) => onChange({ mode: value === 'Complete' ? 'Complete' : 'Incremental' })}
          >
            <option value="Incremental">{text('Incremental: leave alone what is not named')}</option>
            <option value="Complete">{text('Complete: delete what is not named')}</option>
          </Select>
        </Field>
      )}
    </div>
  )
}

function Buttons({ draft, requests }: { readonly draft: DeploymentDraft; readonly requests: DeploymentRequests }) {
  const place = useDeploymentPlace()
  const text = useText()
  const styles = useStyles()
  const navigate = useNavigate()
  const [confirmation, setConfirmation] = useState<Confirmation>()
  const { validate, whatIf, deploy, isBusy } = requests
  const fault = faultOf(draft)
  const reason = isBusy ? text('It is being asked for.') : fault && text(fault)
  const press = () => {
    if (draft.mode === 'Incremental') return deploy.mutate()
    setConfirmation({
      title: text('Deploy in complete mode?'),
      body: text('What is in the group and not in the template is deleted. Look at what would change first.'),
      confirm: text('Deploy'),
      typed: place.group ?? '',
      act: () => deploy.mutate(),
    })
  }
  return (
    <div className={styles.buttons}>
      <ActionButton label={text('Check')} reason={reason} onClick={() => validate.mutate()} />
      <ActionButton label={text('What would change?')} reason={reason} onClick={() => whatIf.mutate()} />
      <ActionButton appearance="primary" label={text('Deploy')} reason={reason} onClick={press} />
      <Button appearance="subtle" onClick={() => void navigate({ to: pages.deployments(place) })}>
        {text('Cancel')}
      </Button>
      <ConfirmDialog ask={confirmation} onClose={() => setConfirmation(undefined)} />
    </div>
  )
}

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '56rem' },
  pair: {
    display: 'grid',
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(16rem, 100%), 1fr))',
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
})
