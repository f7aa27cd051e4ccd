/** The last that was published, and Carrel's own, which shows what Azure never had. */
export const batchAiVersions = ['2018-05-01', '2026-11-01']
