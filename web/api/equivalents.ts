// The same request from elsewhere: as a line of `az`, and as a template. Pure.

/** `endpoint`: of the API. `path`: of the resource. */
export function azRest(of: {
  readonly endpoint: string
  readonly path: string
  readonly apiVersion: string
  readonly body: unknown
}): string {
  const url = `${of.endpoint}${of.path}?api-version=${of.apiVersion}`
  return `az rest --method put --resource ${of.endpoint} --url ${shellWord(url)} --body ${shellWord(JSON.stringify(of.body))}`
}

/** Of a deployment to the resource group of the resources. */
export function templateOfResources(resources: readonly unknown[]): string {
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources,
  }
  return JSON.stringify(template, undefined, 2)
}

/** As one word of a shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** So that a template takes it as it is: a text that begins with `[` would be an expression. */
export function templateLiteral<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'string' && each.startsWith('[') ? `[${each}` : each,
  ) as T
}
