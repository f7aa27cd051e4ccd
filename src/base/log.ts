import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>

const secretPaths = [
  'password',
  'secret',
  'clientSecret',
  'authorization',
  'cookie',
  'req.headers.authorization',
  'req.headers.cookie',
]

const maxWaitingBytes = 1024 * 1024

/** A named logger, on standard error. Secrets are cut by path here; nothing is ever logged in the hope that it is none. */
export function createLog(
  name: string,
  level: string = process.env['CARREL_LOG_LEVEL'] ?? 'info',
  destination: DestinationStream = standardError(),
): Log {
  return pino({ name, level, redact: { paths: secretPaths, censor: '[secret]' } }, destination)
}

/** On a full disk lines wait, up to a limit, and the process goes on. */
function standardError() {
  const destination = pino.destination({ dest: 2, maxLength: maxWaitingBytes })
  destination.on('error', () => undefined)
  return destination
}
