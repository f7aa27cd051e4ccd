import { expect, test } from 'vitest'
import { withUser } from './accounts.ts'

const user = { name: 'azureuser', uid: 1000, hasSudo: true }
const bare = { passwd: 'root:x:0:0:root:/root:/bin/bash\n', group: 'root:x:0:\n', shadow: 'root:*:1::::::\n' }

test('a user is made in an image that has none', () => {
  expect(withUser(bare, user, '/bin/bash')).toEqual({
    passwd: 'root:x:0:0:root:/root:/bin/bash\nazureuser:x:1000:1000::/home/azureuser:/bin/bash\n',
    group: 'root:x:0:\nazureuser:x:1000:\n',
    shadow: 'root:*:1::::::\nazureuser:*:19000:0:99999:7:::\n',
  })
})

test('an account the image has keeps its line, and is no longer locked for keys', () => {
  const image = {
    passwd: `${bare.passwd}azureuser:x:1000:1000:A:/home/azureuser:/bin/zsh\n`,
    group: `${bare.group}azureuser:x:1000:\n`,
    shadow: `${bare.shadow}azureuser:!:20778:0:99999:7:::\n`,
  }
  const after = withUser(image, user, '/bin/bash')
  expect([after.passwd, after.group]).toEqual([image.passwd, image.group])
  expect(after.shadow).toContain('azureuser:*:')
  expect(after.shadow).not.toContain('azureuser:!')
  expect(withUser(after, user, '/bin/bash')).toEqual(after)
})

test('a number that another account has is the user’s first, and the other account stays', () => {
  const image = { ...bare, passwd: `${bare.passwd}ubuntu:x:1000:1000::/home/ubuntu:/bin/sh\n` }
  const lines = withUser(image, user, '/bin/sh').passwd.trim().split('\n')
  expect(lines.map((line) => line.split(':')[0])).toEqual(['root', 'azureuser', 'ubuntu'])
})

test('a name whose number in the image is another gets the asked one', () => {
  const image = { ...bare, passwd: `${bare.passwd}azureuser:x:500:500::/home/azureuser:/bin/sh\n` }
  const lines = withUser(image, user, '/bin/bash').passwd.trim().split('\n')
  expect(lines.filter((line) => line.startsWith('azureuser:'))).toEqual([
    'azureuser:x:1000:1000::/home/azureuser:/bin/bash',
  ])
})
