// What happened, what machines use, and what it costs: the actions that Azure documents for its monitoring.

import type { AccessCase } from './cases.ts'

const insights = 'Microsoft.Insights'
const subscription = '/subscriptions/{subscription}'
const compute = `${subscription}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/computes/{compute}`

const read = { from: 'reader', ok: 200, scope: compute, described: null } as const

const costs = 'Microsoft.CostManagement/query'

export const insightsCases: readonly AccessCase[] = [
  {
    operation: `GET collection ${insights}/eventtypes/values`,
    path: `${subscription}/providers/${insights}/eventtypes/management/values`,
    action: `${insights}/eventtypes/values/read`,
    from: 'reader',
    ok: 200,
    scope: subscription,
    query: `$filter=eventTimestamp ge '2020-01-01T00:00:00Z'`,
  },
  {
    operation: `GET collection ${insights}/eventcategories`,
    path: `/providers/${insights}/eventcategories`,
    action: undefined,
    from: 'nobody',
    ok: 200,
    described: null,
  },
  {
    ...read,
    operation: `GET collection ${insights}/metrics`,
    path: `${compute}/providers/${insights}/metrics`,
    action: `${insights}/metrics/read`,
  },
  {
    ...read,
    operation: `GET collection ${insights}/metricDefinitions`,
    path: `${compute}/providers/${insights}/metricDefinitions`,
    action: `${insights}/metricDefinitions/read`,
  },
  // The test's installation has no rates, and so nothing to tell.
  {
    ...read,
    operation: `POST collection ${costs}`,
    path: `${compute}/providers/${costs}`,
    action: `${costs}/read`,
    body: { type: 'ActualCost', timeframe: 'MonthToDate', dataset: {} },
    ok: 204,
  },
]
