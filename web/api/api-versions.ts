/** The newest shape of each kind of thing: what Azure never had is shown there alone. */
export const apiVersions = {
  subscriptions: '2022-12-01',
  machineLearning: '2024-10-01',
  authorization: '2022-04-01',
  carrel: '2026-11-01',
  activity: '2015-04-01',
  metrics: '2018-01-01',
  costs: '2023-11-01',
  resources: '2021-04-01',
  policy: '2022-06-01',
  locks: '2020-05-01',
  policyStates: '2019-10-01',
  batchAi: '2026-11-01',
} as const
