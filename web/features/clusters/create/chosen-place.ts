import { type WorkspaceKey, workspaceKeyOf } from '../../../paths.ts'
import type { ClusterPlace } from '../place-queries.ts'
import { type ClusterDraft, newPlaceValue } from './cluster-draft.ts'

export interface ChosenPlace {
  readonly key: WorkspaceKey
  /** Of what is there: the workspace, or the group a new one is made in. Undefined: nothing is chosen. */
  readonly id: string | undefined
}

/** Where there is only one workspace it could be in, or none of Batch AI at all, nobody has to choose. */
export function withPlace(draft: ClusterDraft, places: readonly ClusterPlace[] | undefined): ClusterDraft {
  const ofKind = (places ?? []).filter(({ kind }) => kind === draft.kind)
  if (draft.place !== '' || places === undefined || ofKind.length > 1) return draft
  const [only] = ofKind
  return { ...draft, place: only?.id ?? (draft.kind === 'batch' ? newPlaceValue : '') }
}

/** Where the cluster will be. Without a choice: in the subscription of any workspace, whose sizes are those of all. */
export function chosenPlace({ place, newPlace }: ClusterDraft, places: readonly ClusterPlace[]): ChosenPlace {
  const subscription = places[0]?.key.subscription ?? ''
  const found = places.find(({ id }) => id === place)
  if (found !== undefined) return { key: found.key, id: found.id }
  if (place !== newPlaceValue) return { key: { subscription, group: 'GROUP', workspace: 'WORKSPACE' }, id: undefined }
  const workspace = newPlace.name || 'WORKSPACE'
  if (newPlace.group === '') return { key: { subscription, group: 'GROUP', workspace }, id: undefined }
  const group = workspaceKeyOf(newPlace.group)
  return { key: { subscription: group.subscription, group: group.group, workspace }, id: newPlace.group }
}
