// BA-38: the output files of jobs: listed with links, read by whoever has one, and nothing else.

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { batchVersion } from '../support/batch-steps.ts'
import { startTestServer, type TestServer } from '../support/harness.ts'
import { jobOf, makeJobPlace, submit } from '../support/job-steps.ts'

let server: TestServer
let share: string
let place: Awaited<ReturnType<typeof makeJobPlace>>
let output: string

beforeAll(async () => {
  share = await mkdtemp(join(tmpdir(), 'carrel-output-'))
  server = await startTestServer({ shareFolder: share })
  place = await makeJobPlace(server)
  await submit(server, place, 'one', {
    outputDirectories: [{ id: 'MODEL', pathPrefix: '$AZ_BATCHAI_MOUNT_ROOT/nfs', pathSuffix: 'model' }],
  })
  await submit(server, place, 'local', { stdOutErrPathPrefix: '$AZ_BATCHAI_JOB_TEMP' })
  const { jobOutputDirectoryPathSegment: segment } = await jobOf(server, place.jobId('one'))
  output = join(share, segment)
  await mkdir(join(output, 'stdouterr', 'more'), { recursive: true })
  await writeFile(join(output, 'stdouterr', 'stdout.txt'), '0123456789')
  await writeFile(join(output, 'stdouterr', 'more', 'deep.txt'), 'deep')
  await symlink('/etc/shadow', join(output, 'stdouterr', 'link.txt'))
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await rm(share, { recursive: true, force: true })
})

function list(job: string, query: string) {
  return server.call('POST', `${place.jobId(job)}/listOutputFiles?${batchVersion}&${query}`)
}

async function linkTo(name: string): Promise<string> {
  const { body } = await list('one', 'outputdirectoryid=stdouterr&directory=.&linkexpiryinminutes=60&maxresults=1000')
  const url = new URL(body.value.find((file: { name: string }) => file.name === name).downloadUrl)
  return url.pathname + url.search
}

const read = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.call(method, path, undefined, { token: null, headers })

describe('BA-38: the list of output files', () => {
  test('has files with sizes and links, and folders, and no links of the file system', async () => {
    const { status, body } = await list('one', 'outputdirectoryid=stdouterr')
    expect([status, body.value]).toEqual([
      200,
      [
        { name: 'more', fileType: 'directory', properties: { lastModified: expect.any(String) } },
        {
          name: 'stdout.txt',
          fileType: 'file',
          downloadUrl: expect.stringMatching(/^https:\/\/localhost:8443\/carrel\/job-files\?sig=v1\./),
          properties: { lastModified: expect.any(String), contentLength: 10 },
        },
      ],
    ])
    const deep = await list('one', 'outputdirectoryid=STDOUTERR&directory=more/')
    expect(deep.body.value).toMatchObject([{ name: 'deep.txt', properties: { contentLength: 4 } }])
  })

  test('comes in parts of `maxresults`, each with a link to the next, until all are told once', async () => {
    const names = Array.from({ length: 1205 }, (_, index) => `part-${String(index).padStart(4, '0')} ä`)
    const folder = join(output, 'stdouterr', 'many')
    await mkdir(folder, { recursive: true })
    await Promise.all(names.map((name) => writeFile(join(folder, name), '')))
    const seen = async (query: string) => {
      const sizes: number[] = []
      const told: string[] = []
      let link = `${place.jobId('one')}/listOutputFiles?${batchVersion}&${query}`
      while (link !== '') {
        const { status, body } = await server.call('POST', link)
        expect(status).toBe(200)
        sizes.push(body.value.length)
        told.push(...body.value.map((file: { name: string }) => file.name))
        const next = body.nextLink === undefined ? undefined : new URL(body.nextLink)
        link = next === undefined ? '' : next.pathname + next.search
      }
      return { sizes, told }
    }
    const asked = 'outputdirectoryid=stdouterr&directory=many&linkexpiryinminutes=5'
    expect(await seen(asked)).toEqual({ sizes: [1000, 205], told: names })
    expect(await seen(`${asked}&MaxResults=500`)).toEqual({ sizes: [500, 500, 205], told: names })
  })

  test('is empty while there is no such folder yet', async () => {
    expect((await list('one', 'outputdirectoryid=MODEL')).body).toEqual({ value: [] })
  })

  test.each<[string, string, string, number, string]>([
    ['without a directory', 'one', '', 400, 'InvalidQueryParameter'],
    ['of a directory that the job has not', 'one', 'outputdirectoryid=OTHER', 404, 'OutputDirectoryNotFound'],
    ['of a folder above', 'one', 'outputdirectoryid=stdouterr&directory=../..', 400, 'InvalidDirectory'],
    ['of a node’s own disk', 'local', 'outputdirectoryid=stdouterr', 409, 'OutputNotOnFileServer'],
    [
      'with links for ever',
      'one',
      'outputdirectoryid=stdouterr&linkexpiryinminutes=9999',
      400,
      'InvalidQueryParameter',
    ],
    ['of no files', 'one', 'outputdirectoryid=stdouterr&maxresults=0', 400, 'InvalidQueryParameter'],
    ['of a part that is none', 'one', 'outputdirectoryid=stdouterr&$skiptoken=%20', 400, 'InvalidQueryParameter'],
  ])('is refused %s', async (_, job, query, status, code) => {
    const answer = await list(job, query)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })
})

describe('BA-38: a link to one', () => {
  test('gives the file without a token, whole or from where a reader is', async () => {
    const link = await linkTo('stdout.txt')
    expect([(await read(link)).status, (await read(link)).bytes.toString()]).toEqual([200, '0123456789'])
    const part = await read(link, { range: 'bytes=7-' })
    expect([part.status, part.bytes.toString(), part.headers['content-range']]).toEqual([206, '789', 'bytes 7-9/10'])
    expect((await read(link, { range: 'bytes=10-' })).status).toBe(416)
    expect((await read(link, {}, 'HEAD')).headers['content-length']).toBe('10')
  })

  test('that was altered, or made up, gives nothing', async () => {
    const link = await linkTo('stdout.txt')
    const other = link.slice(0, -6) + link.slice(-5) + link.at(-6)
    for (const path of [other, '/carrel/job-files', '/carrel/job-files?sig=v1.AAAA', '/carrel/job-files?sig=a&sig=b']) {
      const { status, body } = await read(path)
      expect([status, body.error.code]).toEqual([403, 'InvalidLink'])
    }
  })

  test('to a file that has become a link of the file system, or has gone, gives nothing', async () => {
    const link = await linkTo('stdout.txt')
    const path = join(output, 'stdouterr', 'stdout.txt')
    await rm(path)
    expect((await read(link)).status).toBe(404)
    await symlink('/etc/passwd', path)
    const { status, bytes } = await read(link)
    expect([status >= 400, bytes.toString().includes('root:')]).toEqual([true, false])
    await rm(path)
    await writeFile(path, '0123456789')
  })

  test('is over after its time', async () => {
    const link = await linkTo('stdout.txt')
    server.clock.advance(59 * 60_000)
    expect((await read(link)).status).toBe(200)
    server.clock.advance(2 * 60_000)
    const { status, body } = await read(link)
    expect([status, body.error.code]).toEqual([403, 'LinkExpired'])
  })
})
