// The compute instances of a workspace (CI-104, CI-105): find them, see what they do, act on several at once.

import { Checkbox, makeStyles, SearchBox } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as addresses, pages } from '../../paths.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { ColumnMenu } from '../../ui/column-menu.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import type { Compute } from './compute.ts'
import { computesQuery } from './compute-queries.ts'
import { hiddenAtFirst } from './compute-search.ts'
import { costsQuery } from './costs-query.ts'
import { columnsFor } from './list/columns.tsx'
import { ListActions } from './list-actions.tsx'

const route = getRouteApi('/w/$subscription/$group/$workspace/compute')

export function ComputeListPage() {
  const key = route.useParams()
  const { arm, session } = useStudio()
  const text = useText()
  const styles = useStyles()
  const navigate = route.useNavigate()
  const { find = '', mine = false, sort = 'name', down = false, hide = hiddenAtFirst } = route.useSearch()
  const list = useQuery(computesQuery(arm, key))
  const { data: costs } = useQuery(costsQuery(arm, addresses.workspace(key)))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const change = (part: Record<string, unknown>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  const { data = [] } = list
  const columns = columnsFor(text, key, costs)
  const create = () => void navigate({ to: pages.newCompute(key) })
  return (
    <ListPage
      title={text('Compute instances')}
      actions={<ActionButton appearance="primary" icon={<AddRegular />} label={text('New')} onClick={create} />}
      list={list}
      none={<NoneYet onCreate={create} />}
      filters={
        <>
          <SearchBox
            className={styles.find}
            placeholder={text('Find by name, size, owner or tag')}
            aria-label={text('Find')}
            value={find}
            onChange={(_, { value }) => change({ find: value === '' ? undefined : value })}
          />
          <Checkbox
            label={text('Mine only')}
            checked={mine}
            onChange={(_, { checked }) => change({ mine: checked === true ? true : undefined })}
          />
          <ColumnMenu columns={columns} hidden={hide} onChange={(next) => change({ hide: next })} />
        </>
      }
      acts={
        <ListActions
          workspace={key}
          selected={data.filter(({ name }) => selected.has(name))}
          onDone={() => setSelected(new Set())}
        />
      }
      table={{
        rows: data.filter((compute) =>
          isShown(compute, { find, personId: mine ? session.person.objectId : undefined }),
        ),
        columns: columns.filter(({ id }) => !hide.includes(id)),
        keyOf: ({ name }) => name,
        nameOf: ({ name }) => name,
        sort: { column: sort, isDown: down },
        selection: { keys: selected, change: setSelected },
      }}
      onChange={change}
    />
  )
}

function isShown(compute: Compute, wanted: { readonly find: string; readonly personId: string | undefined }): boolean {
  const { name, size, ownerName, ownerId, creator, tags } = compute
  if (wanted.personId !== undefined && ownerId !== wanted.personId && creator.userId !== wanted.personId) return false
  const words = [name, size, ownerName, ...Object.entries(tags).flat()].join('\n').toLowerCase()
  return words.includes(wanted.find.trim().toLowerCase())
}

function NoneYet({ onCreate }: { onCreate(): void }) {
  const text = useText()
  return (
    <EmptyState
      title={text('No compute instance yet')}
      hint={text(
        'A compute instance is a development machine of your own: JupyterLab, a terminal and SSH, in a few seconds.',
      )}
      command="carrel compute create NAME --size STANDARD_D2_V2"
      action={<ActionButton appearance="primary" icon={<AddRegular />} label={text('Create one')} onClick={onCreate} />}
    />
  )
}

const useStyles = makeStyles({ find: { width: 'min(18rem, 100%)' } })
