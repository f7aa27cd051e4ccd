import { expect, test } from 'vitest'
import { pathsIn } from '../config.ts'
import { systemdUnits } from './systemd-units.ts'

const options = {
  installation: { installationId: 'abcd1234' },
  paths: pathsIn('/home/ana/50% "mine" $x'),
  node: '/cache/bin/node',
  dropUser: '998:997',
  cacheFolder: '/home/ana/50% "mine" $x/.cache',
}

test('each process is a unit of the installation that starts at boot and is always started again', () => {
  const [server, gateway] = systemdUnits(options)
  expect([server?.name, gateway?.name]).toEqual(['carrel-abcd1234-server.service', 'carrel-abcd1234-gateway.service'])
  for (const unit of [server, gateway]) {
    expect(unit?.text).toContain('\nRestart=always\n')
    expect(unit?.text).toContain('\nStartLimitIntervalSec=0\n')
    expect(unit?.text).toContain('\nWantedBy=multi-user.target\n')
  }
})

test('only the gateway is told whom to give its rights up for, and cannot gain any', () => {
  const [server, gateway] = systemdUnits(options)
  expect(gateway?.text).toContain('\nEnvironment=CARREL_DROP_USER=998:997\nNoNewPrivileges=yes\n')
  expect(server?.text).not.toContain('CARREL_DROP_USER')
})

test('a data folder of unusual name stays one argument and no specifier', () => {
  const [server] = systemdUnits(options)
  expect(server?.text).toMatch(
    /^ExecStart="\/cache\/bin\/node" "--disable-warning=ExperimentalWarning" "\S+\/src\/main\.ts" "serve" "--data" /m,
  )
  expect(server?.text).toContain('"--data" "/home/ana/50%% \\"mine\\" $$x"\n')
})

test('what was compiled is kept where "carrel up" keeps it, and nowhere without such a folder', () => {
  for (const unit of systemdUnits(options))
    expect(unit.text).toContain('\nEnvironment="CARREL_CACHE=/home/ana/50%% \\"mine\\" $x/.cache"\n')
  for (const unit of systemdUnits({ ...options, cacheFolder: undefined }))
    expect(unit.text).not.toContain('CARREL_CACHE')
})
