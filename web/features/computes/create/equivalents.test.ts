// Its tests run on Node.
/// <reference types="node" />
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { newSchedule } from '../schedules/schedule.ts'
import { bodyOf, emptyDraft } from './compute-draft.ts'
import { azOf, commandOf, templateOf } from './equivalents.ts'

const draft = { ...emptyDraft, name: 'ana-desk', size: 'STANDARD_D2_V2' }

/** The words a shell makes of a line. */
function wordsOf(line: string): string[] {
  return execFileSync('bash', ['--norc', '-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
}

test('CI-24: the smallest instance is one line of carrel', () => {
  expect(commandOf(draft)).toBe('carrel compute create ana-desk --size STANDARD_D2_V2 --no-ssh')
})

test('CI-25: a shell reads what was typed as what it is', () => {
  const odd = "it's $HOME `x`; *"
  const script = { source: 'inline' as const, data: 'x', arguments: odd, timeout: '30m' }
  const apps = [{ name: 'board', image: 'team/board:1.2', port: '6006' }]
  const timing = { kind: 'weekly' as const, days: ['Monday' as const], time: '18:00', timeZone: 'Asia/Seoul' }
  const startupScript = { ...script, data: ' Users/a b.sh', source: 'workspaceStorage' as const }
  const whole = {
    ...draft,
    script,
    startupScript,
    apps,
    tags: `note=${odd}`,
    schedules: [{ ...newSchedule('Stop'), timing }],
  }
  const [create = '', schedule] = commandOf(whole).split('\n')
  expect(wordsOf(create).slice(7)).toEqual([
    ...['--creation-script', 'setup.sh', '--creation-script-arguments', odd],
    ...['--startup-script', 'share:Users/a b.sh', '--startup-script-arguments', odd, '--script-timeout', '30m'],
    ...['--app', 'board=team/board:1.2:6006', '--tags', `note=${odd}`],
  ])
  expect(schedule).toBe('carrel compute schedule add ana-desk stop --at 18:00 --days mon --time-zone Asia/Seoul')
  const az = azOf({ endpoint: 'https://localhost:8443', path: '/subscriptions/s', body: bodyOf(whole, 't') })
  expect(JSON.parse(wordsOf(az).at(-1) ?? '')).toEqual(JSON.parse(JSON.stringify(bodyOf(whole, 't'))))
})

test('the template makes the same body below the workspace', () => {
  const key = { subscription: 's', group: 'g', workspace: 'main' }
  const body = bodyOf(draft, 't')
  expect(JSON.parse(templateOf(key, 'ana-desk', body)).resources).toEqual([
    {
      type: 'Microsoft.MachineLearningServices/workspaces/computes',
      apiVersion: '2024-10-01',
      name: 'main/ana-desk',
      ...body,
    },
  ])
})
