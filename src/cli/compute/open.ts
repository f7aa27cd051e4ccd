import type { ApiCommand } from '../frame/api-command.ts'
import { CliFailure } from '../frame/cli-failure.ts'
import { openBrowser } from '../login/open-browser.ts'
import { appUrl } from './compute-document.ts'
import { computeNames, readCompute } from './read-compute.ts'

/** In which the apps answer: while its scripts run, and after one failed, too. */
const openStates = ['Running', 'UserSettingUp', 'UserSetupFailed']

export const openCompute: ApiCommand = {
  usage: 'open <name>',
  summary: 'Open JupyterLab, the terminal or an application in the browser, or print where it is',
  completes: { name: computeNames },
  options: [
    {
      flags: '--app <app>',
      summary: 'lab, term, or an application that "carrel compute apps" names',
      default: 'lab',
      completes: async () => ['lab', 'term', 'rstudio'],
    },
    { flags: '--no-browser', summary: 'only print the address' },
  ],
  examples: ['carrel compute open desk', 'carrel compute open desk --app term', 'carrel compute open desk --app board'],
  async run(invocation) {
    const name = invocation.argument('name')
    const compute = await readCompute(await invocation.session(), name)
    const app = invocation.option('app') ?? 'lab'
    const url = URL.parse(appUrl(compute, app) ?? '')
    // What is handed to the desktop to open must be a page.
    if (url === null || !['http:', 'https:'].includes(url.protocol))
      throw new CliFailure(`${name} has no app '${app}'.`, `"carrel compute apps ${name}" names those there are`)
    invocation.terminal.print(`${url.href}\n`)
    const { state } = compute.properties.properties
    if (!openStates.includes(state)) invocation.say(`${name} is ${state}; the page lets you start it.`)
    if (!invocation.isOff('browser')) openBrowser(url.href, process.env)
  },
}
