import { setTimeout as sleep } from 'node:timers/promises'
import type { KyselyPlugin } from 'kysely'

/** For a database whose every answer comes late: others do all of theirs between one of its questions and the next. */
export const slowAnswers: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await sleep(5)
    return result
  },
}
