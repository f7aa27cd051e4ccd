import { expect, test } from 'vitest'
import { readMetricQuestion } from './metric-question.ts'

test('a metric that is named often is told once, with each aggregation once', () => {
  const metricnames = Array.from({ length: 500 }, (_, index) =>
    index % 2 === 0 ? 'DiskUsedMegabytes' : 'diskusedmegabytes',
  ).join(',')
  const aggregation = Array.from({ length: 500 }, () => 'count').join(',')
  const question = readMetricQuestion(new URLSearchParams({ metricnames, aggregation }), 'Any/type', 0)
  expect(question.metrics.map(({ name }) => name)).toEqual(['DiskUsedMegabytes'])
  expect(question.aggregations).toEqual(['Count'])
})
