const key = 'carrel.workspace'

/** Where the person worked last on this browser; the id of a workspace. */
export const lastWorkspace = {
  read: (): string | null => localStorage.getItem(key),
  remember: (id: string): void => localStorage.setItem(key, id),
  /** `id`: of what has been deleted, the workspace or its group. */
  forgetBelow(id: string): void {
    const known = localStorage.getItem(key)?.toLowerCase() ?? ''
    if (`${known}/`.startsWith(`${id.toLowerCase()}/`)) localStorage.removeItem(key)
  },
}
