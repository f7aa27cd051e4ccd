/** Names are host names, so there is one of each in the installation. */
export const registryNamePattern = /^[A-Za-z0-9]{5,50}$/

export const registryNameWords = '5 to 50 letters and digits'

export const registryNameClaim = 'registry-name'
