// What `doctor` finds out about one prerequisite, and the three ways to say it.

export interface Diagnosis {
  readonly name: string
  /** `skip`: this account cannot tell. */
  readonly status: 'ok' | 'warn' | 'fail' | 'skip'
  readonly detail: string
  /** What to do about it; always there unless it is ok. */
  readonly mend?: string
}

export const diagnosis = {
  ok: (name: string, detail: string): Diagnosis => ({ name, status: 'ok', detail }),
  warn: (name: string, detail: string, mend: string): Diagnosis => ({ name, status: 'warn', detail, mend }),
  fail: (name: string, detail: string, mend: string): Diagnosis => ({ name, status: 'fail', detail, mend }),
  /** Rights are what is missing to look. */
  skip: (name: string, detail = 'only root can tell'): Diagnosis => ({
    name,
    status: 'skip',
    detail,
    mend: 'run "carrel doctor" as root',
  }),
}
