// Starts the application: settings, sign-in, then the pages. A page that was asked for by its address is shown after the
// sign-in; one that finds the sign-in service's own session alive comes back without a question.

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createArmClient } from './api/arm-client.ts'
import { Session } from './api/session.ts'
import { loadSettings } from './api/settings.ts'
import { App } from './app.tsx'
import { startLanguage } from './i18n/start-language.ts'
import './styles.css'
import { SignedInElsewhere } from './signed-in-elsewhere.tsx'
import { StartFailure } from './start-failure.tsx'

const root = createRoot(document.getElementById('root') ?? document.body)

try {
  const [settings] = await Promise.all([loadSettings(), startLanguage()])
  const isForAnother = Session.passOn()
  if (isForAnother) window.close()
  const signedIn = isForAnother ? undefined : await Session.fromAddress(settings)
  if (isForAnother) root.render(<SignedInElsewhere />)
  else if (signedIn === undefined) await Session.begin(settings, location.pathname + location.search + location.hash)
  else {
    history.replaceState(null, '', isOurs(signedIn.returnTo) ? signedIn.returnTo : '/studio/')
    const studio = { settings, session: signedIn.session, arm: createArmClient(signedIn.session) }
    root.render(
      <StrictMode>
        <App studio={studio} />
      </StrictMode>,
    )
  }
} catch (error) {
  if (mayTryAgain(error)) location.assign('/studio/')
  else root.render(<StartFailure error={error} />)
}

/** What did not get through, once: a network of the machine may just have come or gone. */
function mayTryAgain(error: unknown): boolean {
  const key = 'carrel.started-again'
  const isRecent = Date.now() - Number(sessionStorage.getItem(key)) < 10_000
  if (!(error instanceof TypeError) || isRecent) return false
  sessionStorage.setItem(key, String(Date.now()))
  return true
}

function isOurs(path: string): boolean {
  return path.startsWith('/studio/') && !path.startsWith('/studio/signed-in')
}
