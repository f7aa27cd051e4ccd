// Signing in on a machine without a browser: the terminal shows a short code, a person types it in wherever there is one.
// Twenty letters, none a vowel and none like another, eight of them: 25 billion codes that form no words.

import type { Configuration } from 'oidc-provider'
import { renderConfirmPage, renderLetInPage, renderUserCodePage } from './pages/device-pages.ts'

export function deviceFlow(): NonNullable<NonNullable<Configuration['features']>['deviceFlow']> {
  return {
    enabled: true,
    charset: 'base-20',
    mask: '****-****',
    deviceInfo: ({ ip }) => ({ ip }),
    userCodeInputSource: renderUserCodePage,
    userCodeConfirmSource: renderConfirmPage,
    successSource: renderLetInPage,
  }
}
