/** Names are host names, so there is one of each in the installation. */
export const vaultNamePattern = /^(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/

export const vaultNameWords =
  "3 to 24 letters, digits and '-', starting with a letter, ending with a letter or digit, no two '-' in a row"

export const vaultNameClaim = 'vault-name'
