// The first page: straight to the machines where there is one workspace, else a choice.

import { Spinner } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useStudio } from '../../api/use-studio.ts'
import { useText } from '../../i18n/use-text.ts'
import { arm as arms, pages } from '../../paths.ts'
import { lastWorkspace } from './last-workspace.ts'
import { workspacesQuery } from './workspace-queries.ts'
import { WorkspacesPage } from './workspaces-page.tsx'

export function HomePage() {
  const { arm } = useStudio()
  const text = useText()
  const { data } = useQuery(workspacesQuery(arm))
  if (data === undefined) return <Spinner label={text('Looking for your workspaces')} />
  const known = lastWorkspace.read()
  const chosen = data.find(({ key }) => arms.workspace(key) === known) ?? (data.length === 1 ? data[0] : undefined)
  return chosen === undefined ? <WorkspacesPage /> : <Navigate to={pages.computes(chosen.key)} replace />
}
