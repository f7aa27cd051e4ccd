// Where each sealed value of a deployment belongs; it opens nowhere else.

export function templateContext(runId: string): string {
  return `deployment/${runId}/template`
}

export function parameterContext(runId: string, name: string): string {
  return `deployment/${runId}/parameter/${name}`
}

export function secretsContext(runId: string): string {
  return `deployment/${runId}/secrets`
}

export function queryContext(runId: string): string {
  return `deployment/${runId}/query`
}
