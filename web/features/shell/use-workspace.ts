import { useParams } from '@tanstack/react-router'
import { type WorkspaceKey, workspaceKeyOf } from '../../paths.ts'
import { lastWorkspace } from '../workspaces/last-workspace.ts'

/** The workspace of the address, or the one the person worked in last; undefined: none yet. */
export function useWorkspace(): WorkspaceKey | undefined {
  const { subscription, group, workspace } = useParams({ strict: false })
  if (subscription === undefined || group === undefined || workspace === undefined) {
    const last = lastWorkspace.read()
    return last === null ? undefined : workspaceKeyOf(last)
  }
  return { subscription, group, workspace }
}
