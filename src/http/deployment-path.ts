// Two habits of clients about deployments: they leave out `/providers/Microsoft.Resources`, and the Azure command line puts a
// template file into its request as it is on disk, comments and all. Both are understood at deployments and nowhere else.

const shortForm = /^(\/+subscriptions\/+[^/]+(?:\/+resourcegroups\/+[^/]+)?)\/+deployments(?=\/|$)/i

/** The address of the same deployment with its provider; any other path as it is. */
export function withProvider(path: string): string {
  return path.replace(shortForm, '$1/providers/Microsoft.Resources/deployments')
}

const deployment = /\/providers\/Microsoft\.Resources\/deployments\/[^/]+\/?$/i
const question = /\/providers\/Microsoft\.Resources\/deployments\/[^/]+\/(validate|whatIf)\/?$/i
const hash = /^\/providers\/Microsoft\.Resources\/calculateTemplateHash\/?$/i

/** Whether a request of this method and path may carry a template, which need not be strict JSON. */
export function carriesTemplate(method: string, path: string): boolean {
  const whole = withProvider(path).replaceAll(/\/+/g, '/')
  if (method === 'PUT') return deployment.test(whole)
  return method === 'POST' && (question.test(whole) || hash.test(whole))
}
