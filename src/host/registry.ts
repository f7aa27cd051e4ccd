// Whether the public image registry answers from here; any answer counts, also one that asks for a password, and one
// signed by an authority that Docker trusts and this process does not.

const address = 'https://registry-1.docker.io/v2/'
const patienceMs = 3000

export async function isRegistryReachable(): Promise<boolean> {
  return fetch(address, { signal: AbortSignal.timeout(patienceMs) }).then(
    () => true,
    (error: unknown) => /CERT|SIGNED/.test(String(Object(Object(error).cause).code)),
  )
}
