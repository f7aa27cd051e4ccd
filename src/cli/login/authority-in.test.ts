import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeCertificate } from '../../../test/support/make-certificate.ts'
import { issueAuthority } from '../../base/issue-certificates.ts'
import { authorityIn } from './authority-in.ts'

const options = { name: 'one', dnsNames: ['localhost'], ipRanges: [], validMs: 3_600_000 }
const [ours, other] = await Promise.all([issueAuthority(options, Date.now()), issueAuthority(options, Date.now())])

test('an authority is found with the fingerprint people compare', () => {
  expect(authorityIn(ours.certificate)?.fingerprint).toBe(new X509Certificate(ours.certificate).fingerprint256)
})

test('a second one behind it is not taken along', () => {
  const found = authorityIn(`${ours.certificate}\n${other.certificate}`)
  expect(found?.pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(1)
  expect(new X509Certificate(found?.pem ?? '').fingerprint256).toBe(found?.fingerprint)
})

test.each(['', 'not found', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
  'there is none in %j',
  (text) => {
    expect(authorityIn(text)).toBeUndefined()
  },
)

test('a certificate that vouches for nobody is no authority', async () => {
  expect(authorityIn((await makeCertificate()).certificatePem)).toBeUndefined()
})
