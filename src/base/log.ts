import { type Logger, pino } from 'pino'

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

/** A named logger on standard error. Secrets are cut by path here; nothing is ever logged in the hope that it is none. */
export function createLog(name: string, level: string = process.env['CARREL_LOG_LEVEL'] ?? 'info'): Log {
  return pino({ name, level, redact: { paths: secretPaths, censor: '[secret]' } }, pino.destination(2))
}
