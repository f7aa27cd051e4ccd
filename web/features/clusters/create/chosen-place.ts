import { type WorkspaceKey, workspaceKeyOf } from '../../../paths.ts'
import type { ClusterPlace } from '../place-queries.ts'
import { type ClusterDraft, newPlaceValue } from './cluster-draft.ts'

export interface ChosenPlace {
  readonly key: WorkspaceKey
  /** Of what is there: the workspace, or the group a new one is made in. Undefined: nothing is chosen. */
  readonly id: string | undefined
}

/** Where the cluster will be. Without a choice: where sizes are asked about, in the subscription of any workspace. */
export function chosenPlace({ place, newPlace }: ClusterDraft, places: readonly ClusterPlace[]): ChosenPlace {
  if (place === newPlaceValue && newPlace.group !== '') {
    const { subscription, group } = workspaceKeyOf(newPlace.group)
    return { key: { subscription, group, workspace: newPlace.name }, id: newPlace.group }
  }
  const found = places.find(({ id }) => id === place)
  if (found !== undefined) return { key: found.key, id: found.id }
  const subscription = places[0]?.key.subscription ?? ''
  return { key: { subscription, group: 'GROUP', workspace: 'WORKSPACE' }, id: undefined }
}
