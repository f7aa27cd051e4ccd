// Whether the public image registry answers from here; any answer counts, also one that asks for a password.

const address = 'https://registry-1.docker.io/v2/'
const patienceMs = 3000

export async function isRegistryReachable(): Promise<boolean> {
  return fetch(address, { signal: AbortSignal.timeout(patienceMs) }).then(
    () => true,
    () => false,
  )
}
