// When a person must be asked. Our own clients need no consent; a native client is never signed in silently, because any
// program on the machine can claim to be it and would take a token out of a browser that happens to be signed in.

import { interactionPolicy } from 'oidc-provider'

export function loginPolicy(): interactionPolicy.DefaultPolicy {
  const { Check, Prompt, base } = interactionPolicy
  const policy = base()
  policy.remove('consent')
  policy.add(new Prompt({ name: 'select_account', requestable: true }))
  const login = policy.get('login')
  login?.checks.add(
    new Check('native_client', 'A native client asks each time', 'login_required', ({ oidc }) => {
      return oidc.client?.applicationType === 'native' && oidc.result?.login === undefined
    }),
  )
  login?.checks.add(
    new Check('account_gone', 'The account is disabled or was signed out', 'login_required', ({ oidc }) => {
      return oidc.session?.accountId !== undefined && oidc.account === undefined
    }),
  )
  return policy
}
