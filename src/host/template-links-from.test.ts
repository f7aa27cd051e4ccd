import { expect, test } from 'vitest'
import { templateLinksFrom } from './template-links-from.ts'

test('mirrors are folders or other addresses', () => {
  const templateMirror = ['https://raw.example/Azure=/srv/azure/', 'https://a.example/=http://10.0.0.5:8080/templates']
  expect(templateLinksFrom({ templateMirror })).toEqual({
    mirrors: [
      { prefix: 'https://raw.example/Azure/', to: '/srv/azure' },
      { prefix: 'https://a.example/', to: 'http://10.0.0.5:8080/templates/' },
    ],
  })
})

test('what is not said stays as it was', () => {
  expect(templateLinksFrom({})).toEqual({})
  expect(templateLinksFrom({ templateMirror: false, privateTemplates: false })).toEqual({
    mirrors: [],
    allowsPrivate: false,
    allowsHttp: false,
  })
})

test.each(['/srv/templates', 'https://a.example=/srv', 'ftp://a.example/=/srv', 'https://a.example/='])(
  '%s is refused',
  (mirror) => {
    expect(() => templateLinksFrom({ templateMirror: [mirror] })).toThrow(/is no mirror/)
  },
)
