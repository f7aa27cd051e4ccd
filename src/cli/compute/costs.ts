import type { Column } from '../output/listing.ts'
import type { Session } from '../session/session.ts'
import type { ComputeDocument } from './compute-document.ts'

interface CostDocument {
  readonly properties: { readonly rows: readonly (readonly [number, string, string])[] }
}

const question = {
  type: 'ActualCost',
  timeframe: 'MonthToDate',
  dataset: {
    granularity: 'None',
    aggregation: { cost: { name: 'Cost', function: 'Sum' } },
    grouping: [{ type: 'Dimension', name: 'ResourceId' }],
  },
}

/**
 * What instances cost this month, as a column; none where the installation has no rates, or the caller may not see costs.
 * `scope`: of all that is asked about.
 */
export async function costColumn(session: Session, scope: string): Promise<Column<ComputeDocument>[]> {
  const path = `${scope}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`
  const { status, body } = await session.send('POST', path, question)
  if (status !== 200) return []
  const rows = (body as CostDocument).properties.rows
  const costs = new Map(rows.map(([cost, id, currency]) => [id.toLowerCase(), `${cost.toFixed(2)} ${currency}`]))
  return [{ title: 'COST', cell: ({ id }) => costs.get(id.toLowerCase()) }]
}
