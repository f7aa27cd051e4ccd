/** The user of every instance, as files on a share know him. */
export const nodeOwner = { uid: 1000, gid: 1000 } as const
