// The variables of the command. Whatever could lead it to the real Azure or to another cloud is taken out, what leads it
// to Carrel is put in, and the rest stays as it is.

import { join } from 'node:path'
import { trustVariables } from './trust-bundle.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface EnvironmentFacts {
  /** `https://localhost:8443`. */
  readonly endpoint: string
  /** Where the tools keep what they know: `AZURE_CONFIG_DIR`. */
  readonly configFolder: string
  /** File of all authorities to trust. */
  readonly bundleFile: string
  /** Where the caller keeps extensions of the Azure command line; undefined: nowhere. */
  readonly extensionFolder: string | undefined
  /** Undefined: no proxy, the cloud is named by variable instead. */
  readonly proxyUrl: string | undefined
}

/** What names another cloud, another authority, or an identity that the machine itself has in Azure. */
const removed = [
  'ARM_CLOUD_METADATA_URL',
  'AZURE_AUTHORITY_HOST',
  'AZURE_CLOUD',
  'AZURE_CLOUD_NAME',
  'AZURE_CORE_INSTANCE_DISCOVERY',
  'AZUREML_CURRENT_CLOUD',
  'AZURE_POD_IDENTITY_AUTHORITY_HOST',
  'IDENTITY_ENDPOINT',
  'IDENTITY_HEADER',
  'IMDS_ENDPOINT',
  'MSI_ENDPOINT',
  'MSI_SECRET',
]

/** What is put in; values of what is taken out are undefined. */
export function variablesFor(before: Environment, facts: EnvironmentFacts): Record<string, string | undefined> {
  const { endpoint, configFolder, bundleFile, extensionFolder, proxyUrl } = facts
  return {
    ...Object.fromEntries(removed.map((name) => [name, undefined])),
    AZURE_CONFIG_DIR: configFolder,
    ...(extensionFolder === undefined ? {} : { AZURE_EXTENSION_DIR: extensionFolder }),
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
    AZURE_CORE_SURVEY_MESSAGE: 'no',
    AZURE_DEV_COLLECT_TELEMETRY: 'no',
    ...Object.fromEntries(trustVariables.map((name) => [name, bundleFile])),
    ...(proxyUrl === undefined ? registered(before, endpoint) : proxied(proxyUrl)),
  }
}

export function environmentFor(before: Environment, facts: EnvironmentFacts): Record<string, string> {
  const all = { ...before, ...variablesFor(before, facts) }
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** What the caller's Azure command line has installed in its own folder goes on working. */
export function extensionFolder(before: Environment, home: string): string {
  return before['AZURE_EXTENSION_DIR'] || join(before['AZURE_CONFIG_DIR'] || join(home, '.azure'), 'cliextensions')
}

function registered(before: Environment, endpoint: string): Record<string, string> {
  const direct = [before['no_proxy'] || before['NO_PROXY'], loopbackNames].filter(Boolean).join(',')
  return {
    ARM_CLOUD_METADATA_URL: `${endpoint}/metadata/endpoints?api-version=2019-05-01`,
    AZURE_AUTHORITY_HOST: endpoint,
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    NO_PROXY: direct,
    no_proxy: direct,
  }
}

/** The proxy decides where everything goes, so exceptions from before would lead past it. */
function proxied(proxyUrl: string): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(['ALL_PROXY', 'all_proxy'].map((name) => [name, undefined])),
    ...Object.fromEntries(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].map((name) => [name, proxyUrl])),
    NO_PROXY: loopbackNames,
    no_proxy: loopbackNames,
    // Node's own fetch goes by the variables only when told to.
    NODE_USE_ENV_PROXY: '1',
  }
}

const loopbackNames = 'localhost,.localhost,127.0.0.1,::1'
