export interface NetworkSettings {
  readonly tenantId: string
  /** Under which the names of public addresses stand. */
  readonly domain: string
}

/** Every template at hand, then what current clients send. */
export const networkVersions = [
  '2015-05-01-preview',
  '2017-04-01',
  '2017-06-01',
  '2018-02-01',
  '2019-04-01',
  '2019-09-01',
  '2020-08-01',
  '2020-11-01',
  '2022-01-01',
  '2022-11-01',
  '2024-01-01',
  '2024-07-01',
  '2025-01-01',
]

export const networkNameRule = {
  pattern: /^[A-Za-z0-9](?:[\w.-]{0,78}[\w])?$/,
  code: 'InvalidResourceName',
  words: "1 to 80 letters, digits, '.', '-' or '_', starting with a letter or digit, ending with one or '_'",
} as const

/** The api-version since which parts say their type. */
export const typedPartsSince = '2022-11-01'
