/** Cores of a family until somebody sets a limit. A matter of policy, not of the host's size. */
export const defaultQuotaCores = 100
