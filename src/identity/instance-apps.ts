/** An instance and the labels of its apps' origins, for links. */
export interface InstanceApps {
  readonly name: string
  readonly labels: readonly string[]
}

/** The instances whose apps this person may open. */
export type InstancesOf = (objectId: string) => Promise<readonly InstanceApps[]>
