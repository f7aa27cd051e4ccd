// The lines by which tools reach this installation, filled with its address and a workspace. Pure; kept true to
// docs/guides/using-the-api.md and docs/guides/running-azure-scripts.md.

export interface Place {
  readonly endpoint: string
  readonly tenant: string
  readonly subscription: string
  readonly group: string
  readonly workspace: string
}

const authorityFile = 'carrel-ca.pem'

export const installLines = ({ endpoint }: Place): string =>
  [
    `curl --insecure --output ${authorityFile} ${quoted(`${endpoint}/cli/ca.pem`)}`,
    `openssl x509 -noout -fingerprint -sha256 -in ${authorityFile}`,
    `npm install --global --cafile ${authorityFile} ${quoted(`${endpoint}/cli/carrel.tgz`)}`,
  ].join('\n')

export const loginLines = ({ group, workspace }: Place): string =>
  ['carrel login', `carrel account set -g ${quoted(group)} -w ${quoted(workspace)}`, 'carrel compute list'].join('\n')

export const execLines = (): string =>
  ['carrel exec -- az login', 'carrel exec -- az group list --output table', 'carrel exec -- python train.py'].join(
    '\n',
  )

export const azLines = ({ endpoint, subscription }: Place): string =>
  [
    `export REQUESTS_CA_BUNDLE="$PWD/${authorityFile}" AZURE_CORE_INSTANCE_DISCOVERY=false`,
    `az cloud register --name Carrel --endpoint-resource-manager ${quoted(endpoint)}`,
    'az cloud set --name Carrel',
    'az login',
    `az account set --subscription ${quoted(subscription)}`,
    'az resource list --output table',
  ].join('\n')

/** A principal for programs, and what they find in their environment. */
export const principalLines = ({ subscription, group }: Place): string =>
  `carrel sp create my-program --role Contributor --scope ${quoted(`/subscriptions/${subscription}/resourceGroups/${group}`)}`

export const environmentLines = (place: Place): string =>
  [
    `export CARREL_ENDPOINT=${quoted(place.endpoint)}`,
    `export AZURE_TENANT_ID=${quoted(place.tenant)}`,
    `export AZURE_SUBSCRIPTION_ID=${quoted(place.subscription)}`,
    `export CARREL_RESOURCE_GROUP=${quoted(place.group)}`,
    `export CARREL_WORKSPACE=${quoted(place.workspace)}`,
    `export REQUESTS_CA_BUNDLE="$PWD/${authorityFile}" SSL_CERT_FILE="$PWD/${authorityFile}" NODE_EXTRA_CA_CERTS="$PWD/${authorityFile}"`,
    'export ARM_CLOUD_METADATA_URL="$CARREL_ENDPOINT/metadata/endpoints?api-version=2019-05-01"',
    'export AZURE_CLIENT_ID=… AZURE_CLIENT_SECRET=…',
  ].join('\n')

export const sshLines = (): string =>
  ['carrel ssh-config --write', 'ssh NAME', 'scp data.csv NAME:cloudfiles/code/'].join('\n')

export const codeLines = (): string => 'carrel code NAME'

/** As one word of a shell. */
export function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
}
