/** Names are host names, so there is one of each in the installation. */
export const accountNamePattern = /^[a-z0-9]{3,24}$/

export const accountNameWords = '3 to 24 lower-case letters and digits'

export const accountNameClaim = 'storage-account-name'
