import { expect, test } from 'vitest'
import { tunnelCommand } from './tunnel-command.ts'

const options = { account: 'ana', hostName: 'lab-1', port: 8443, ssh: undefined }

test('without SSH nothing has to be carried', () => {
  expect(tunnelCommand({ ...options, sshConnection: undefined })).toBeUndefined()
})

test('both ports are carried from the machine that was dialled', () => {
  expect(tunnelCommand({ ...options, sshConnection: '10.0.0.9 50122 10.0.0.5 22' })).toBe(
    'ssh -N -L 8443:localhost:8443 -L 8444:localhost:8444 ana@10.0.0.5',
  )
})

test('an unusual SSH port is kept, and the port of the instance comes along', () => {
  const ssh = "ssh -i '/x y/id' -p 50000 azureuser@127.0.50.7"
  expect(tunnelCommand({ ...options, ssh, sshConnection: '127.0.0.1 50122 127.0.0.1 2222' })).toBe(
    'ssh -N -L 8443:localhost:8443 -L 8444:localhost:8444 -L 50000:127.0.50.7:50000 -p 2222 ana@lab-1',
  )
})
