// The body of a deployment, as clients send it. What is offered is read, what is not is refused by name, and what the
// server alone writes is let pass, so that what was read can be sent again.

import { z } from 'zod'

const json: z.ZodType<unknown> = z.unknown()
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z
    .string()
    .transform((word) => words.find((each) => each.toLowerCase() === word.toLowerCase()) ?? word)
    .pipe(z.enum(words))

const linkSchema = z.strictObject({
  uri: z.string().max(2048).nullish(),
  relativePath: z.string().max(2048).nullish(),
  queryString: z.string().max(2048).nullish(),
  contentVersion: z.string().max(64).nullish(),
  id: z.string().nullish(),
})

const parametersLinkSchema = z.strictObject({
  uri: z.string().max(2048),
  contentVersion: z.string().max(64).nullish(),
})

/** One parameter: a value, or what this installation does not resolve and refuses by name. */
export const parameterSchema = z.strictObject({
  value: json.optional(),
  reference: json.optional(),
  expression: json.optional(),
  metadata: json.optional(),
})

const readOnly = [
  'provisioningState',
  'correlationId',
  'timestamp',
  'duration',
  'outputs',
  'providers',
  'dependencies',
  'templateHash',
  'outputResources',
  'validatedResources',
  'error',
] as const

export const deploymentPropertiesSchema = z.strictObject({
  template: z.union([z.record(z.string(), json), z.string()]).nullish(),
  templateLink: linkSchema.nullish(),
  parameters: z.union([z.record(z.string(), parameterSchema), z.string()]).nullish(),
  parametersLink: parametersLinkSchema.nullish(),
  mode: oneOf(['Incremental', 'Complete']),
  debugSetting: z.strictObject({ detailLevel: z.string().nullish() }).nullish(),
  onErrorDeployment: json.optional(),
  expressionEvaluationOptions: z.strictObject({ scope: z.string().nullish() }).nullish(),
  validationLevel: oneOf(['Template', 'Provider', 'ProviderNoRbac']).nullish(),
  whatIfSettings: z
    .strictObject({ resultFormat: oneOf(['FullResourcePayloads', 'ResourceIdOnly']).nullish() })
    .nullish(),
  ...Object.fromEntries(readOnly.map((name) => [name, json.optional()])),
})

export type DeploymentProperties = z.infer<typeof deploymentPropertiesSchema>
export type TemplateLink = z.infer<typeof linkSchema>
export type ParametersLink = z.infer<typeof parametersLinkSchema>
export type GivenParameters = Readonly<Record<string, z.infer<typeof parameterSchema>>>
