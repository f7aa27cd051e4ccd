import type { ApiOption } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'
import type { Invocation } from '../frame/invocation.ts'
import { locationIn, scopeOption } from './deployment-place.ts'
import { readJsonFile, readParameters } from './read-parameters.ts'

export const templateOptions: readonly ApiOption[] = [
  { flags: '-f, --template-file <file>', summary: 'the template, a file of this machine' },
  { flags: '-u, --template-uri <address>', summary: 'its address, which the server fetches' },
  { flags: '-p, --parameters <value...>', summary: 'NAME=VALUE, or a file of parameters; later ones count' },
  {
    flags: '--mode <mode>',
    summary: 'Complete deletes what is in the group and not in the template',
    choices: ['Incremental', 'Complete'],
    default: 'Incremental',
  },
  scopeOption,
  { flags: '-l, --location <name>', summary: 'with --scope sub, where it is noted (default: local)' },
]

/** What the options say, as the API takes it. */
export async function deploymentBody(invocation: Invocation): Promise<Readonly<Record<string, unknown>>> {
  const [file, uri] = [invocation.option('template-file'), invocation.option('template-uri')]
  if ((file === undefined) === (uri === undefined)) {
    throw new CliFailure(
      'Which template?',
      'give either --template-file FILE or --template-uri ADDRESS',
      exitCodes.badUsage,
    )
  }
  const template = file === undefined ? undefined : await readJsonFile(file)
  const parameters = await readParameters(invocation.options('parameters'), template)
  const source = template === undefined ? { templateLink: { uri } } : { template }
  return { ...locationIn(invocation), properties: { mode: invocation.option('mode'), parameters, ...source } }
}
