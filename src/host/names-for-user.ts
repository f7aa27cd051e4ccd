// Names derived from the account that ran set-up: what the first administrator signs in as, and the first instance.

/** Lower case letters, digits, dots and dashes; `admin` for root and for names of which nothing is left. */
export function userNameFor(account: string): string {
  const name = account
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]/g, '')
    .replaceAll(/^[^a-z]+|[^a-z0-9]+$/g, '')
  return name === '' || name === 'root' ? 'admin' : name.slice(0, 40)
}

/** 3 to 24 letters, digits and dashes that start with a letter, as a compute instance is named (CI-17 to CI-22). */
export function instanceNameFor(userName: string): string {
  const base = userName
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 19)
    .replaceAll(/^-+|-+$/g, '')
  return `${base === '' ? 'my' : base}-desk`
}
