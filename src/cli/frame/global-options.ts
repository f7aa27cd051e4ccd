// The options of every command that talks to the API. Their names are those people know from Azure's command line.

import { type Command, Option } from 'commander'
import { formats } from '../output/render.ts'

/** `isLocal`: it asks nothing of the API, so nothing says where and as whom. */
export function addGlobalOptions(command: Command, { isLocal }: { readonly isLocal: boolean }): void {
  const options = [...printing(), ...(isLocal ? [] : place()), ...telling()]
  for (const option of options) command.addOption(option.helpGroup('Global options:'))
}

function printing(): Option[] {
  return [
    new Option('-o, --output <format>', 'how to print').choices([...formats]).default('table'),
    new Option('--query <jmespath>', 'what to print of the answer, as JMESPath'),
  ]
}

function place(): Option[] {
  return [
    new Option('--data <dir>', 'sign in to the installation in this data folder, as its own principal'),
    new Option('--profile <name>', 'sign in as kept by "carrel login" under this name'),
    new Option('--subscription <id>', 'subscription (default: of the profile or installation)'),
    new Option('-g, --resource-group <name>', 'resource group (default: likewise)'),
    new Option('-w, --workspace-name <name>', 'workspace (default: likewise)'),
  ]
}

function telling(): Option[] {
  return [
    new Option('-v, --verbose', 'tell each request on standard error'),
    new Option('--debug', 'as --verbose, and where a failure came from'),
  ]
}
