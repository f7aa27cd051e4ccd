/** Carrel speaks the last of Batch AI's; those before it called things by other names. */
export const batchAiVersions = ['2018-05-01']
