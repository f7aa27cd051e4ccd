import { useParams } from '@tanstack/react-router'
import type { WorkspaceKey } from '../../paths.ts'

/** The workspace of the address; undefined on a page that belongs to none. */
export function useWorkspace(): WorkspaceKey | undefined {
  const { subscription, group, workspace } = useParams({ strict: false })
  if (subscription === undefined || group === undefined || workspace === undefined) return undefined
  return { subscription, group, workspace }
}
