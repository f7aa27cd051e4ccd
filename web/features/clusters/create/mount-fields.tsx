// What is mounted in each node: file servers of the workspace, and whatever a command mounts.

import { Button, Checkbox, Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useStudio } from '../../../api/use-studio.ts'
import { useText } from '../../../i18n/use-text.ts'
import { fileServersIn } from '../file-servers/file-server-queries.ts'
import type { ChosenPlace } from './chosen-place.ts'
import { type ClusterDraft, type ClusterFaults, type MountDraft, newPlaceValue } from './cluster-draft.ts'

export function MountFields(props: {
  readonly draft: ClusterDraft
  readonly place: ChosenPlace
  readonly faults: ClusterFaults
  onChange(part: Partial<ClusterDraft>): void
}) {
  const { draft, place, faults, onChange } = props
  const { arm } = useStudio()
  const text = useText()
  const isThere = place.id !== undefined && draft.place !== newPlaceValue
  const { data: servers = [] } = useQuery({ ...fileServersIn(arm, place.key), enabled: isThere })
  const fault = faults.mounts ?? faults.commands
  const write = (index: number, mount: MountDraft | undefined) =>
    onChange({ mounts: draft.mounts.flatMap((each, at) => (at === index ? (mount ?? []) : each)) })
  const add = () =>
    onChange({
      mounts: [...draft.mounts, { server: servers[0]?.name ?? '', path: servers[0]?.name ?? '', isReadOnly: false }],
    })
  return (
    <>
      {draft.mounts.map((mount, index) => (
        <MountRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place alone
          key={index}
          mount={mount}
          servers={servers.map(({ name }) => name)}
          onChange={(next) => write(index, next)}
        />
      ))}
      <div>
        <Button icon={<AddRegular />} disabledFocusable={servers.length === 0} onClick={add}>
          {text('Mount a file server')}
        </Button>
      </div>
      {servers.length === 0 && (
        <span>{text('The workspace has no file server yet: see File servers, beside the list.')}</span>
      )}
      <Field
        label={text('Other file systems')}
        hint={text('One in a line: path=command. The command gets the folder as its last argument.')}
        {...(fault === undefined ? {} : { validationMessage: text(fault) })}
      >
        <Textarea
          value={draft.commands}
          spellCheck={false}
          onChange={(_, { value }) => onChange({ commands: value })}
        />
      </Field>
    </>
  )
}

function MountRow(props: {
  readonly mount: MountDraft
  readonly servers: readonly string[]
  onChange(mount: MountDraft | undefined): void
}) {
  const { mount, servers, onChange } = props
  const text = useText()
  const styles = useStyles()
  return (
    <div className={styles.line}>
      <Field label={text('File server')}>
        <Select value={mount.server} onChange={(_, { value }) => onChange({ ...mount, server: value })}>
          {servers.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={text('Path below the mounts')}>
        <Input value={mount.path} onChange={(_, { value }) => onChange({ ...mount, path: value.trim() })} />
      </Field>
      <Checkbox
        label={text('Read only')}
        checked={mount.isReadOnly}
        onChange={(_, { checked }) => onChange({ ...mount, isReadOnly: checked === true })}
      />
      <Button
        icon={<DeleteRegular />}
        appearance="subtle"
        aria-label={text('Leave out {{name}}', { name: mount.server })}
        onClick={() => onChange(undefined)}
      />
    </div>
  )
}

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
})
