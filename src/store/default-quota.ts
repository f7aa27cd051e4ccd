/** Cores of a family, and of all families together, until somebody sets a limit. Policy, not the host's size. */
export const defaultQuotaCores = 100

/** Stands for all families of an engine together (CI-12), as clients know it. */
export const totalFamily = 'total'
