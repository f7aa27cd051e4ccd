// The text of /etc/passwd, /etc/group and /etc/shadow with the node's user in it: pure, and much faster than useradd.
// An account the image already has keeps its line where it can; nobody else's line is touched.

import type { NodeUser } from './boot-config.ts'

export interface Accounts {
  readonly passwd: string
  readonly group: string
  readonly shadow: string
}

/** `shell` is for an account that is new; the user's group has the user's name and number. */
export function withUser(accounts: Accounts, user: NodeUser, shell: string): Accounts {
  const { name, uid } = user
  const has = (text: string, id: number): boolean => fieldsOf(text, name)?.[2] === String(id)
  return {
    passwd: has(accounts.passwd, uid)
      ? accounts.passwd
      : withLine(accounts.passwd, name, `${name}:x:${uid}:${uid}::/home/${name}:${shell}`),
    group: has(accounts.group, uid) ? accounts.group : withLine(accounts.group, name, `${name}:x:${uid}:`),
    // `*`: no password fits, and unlike `!` the account is not locked for keys.
    shadow: withLine(accounts.shadow, name, `${name}:*:19000:0:99999:7:::`),
  }
}

function fieldsOf(text: string, name: string): string[] | undefined {
  return text
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':')
}

/** First of all lines: a number that two names share is then this one's. */
function withLine(text: string, name: string, line: string): string {
  const others = text.split('\n').filter((other) => other !== '' && !other.startsWith(`${name}:`))
  const root = others.findIndex((other) => other.startsWith('root:'))
  return `${[...others.slice(0, root + 1), line, ...others.slice(root + 1)].join('\n')}\n`
}
