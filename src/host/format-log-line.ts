// One line of a process's log as a person reads it: time, level, process, message, and what else it carries.

const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}
const known = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'err'])

/** What is no structured line, such as a crash of Node, comes out as it is. */
export function formatLogLine(processName: string, line: string): string {
  const entry = parse(line)
  if (entry === undefined) return `${processName}: ${line}`
  const time = typeof entry['time'] === 'number' ? new Date(entry['time']).toISOString().slice(11, 23) : ''
  const level = (levels[Number(entry['level'])] ?? '').padEnd(5)
  const rest = Object.entries(entry)
    .filter(([name]) => !known.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const error = Object(entry['err'])
  const cause = typeof error.message === 'string' ? [`(${error.message})`] : []
  return [time, level, processName.padEnd(7), entry['msg'] ?? '', ...rest, ...cause].join(' ')
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
