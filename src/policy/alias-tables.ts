// By which names rules reach into resources. An alias is `<type>/<name>`; the table says where in the document each stands.
// `a[*]` is every element of the list `a`; `a = b` is called `a` and stands at `b`. What only a node knows (`state`,
// addresses) has no alias: a rule could be right one second and wrong the next.

/** Below which members the names of a group stand, and the names. */
export interface AliasGroup {
  readonly below: string
  readonly names: readonly string[]
}

const script = ['scriptSource', 'scriptData', 'scriptArguments', 'timeout']
const start = 'schedules.computeStartStop[*]'

const computeInner = [
  ...['vmSize', 'subnet', 'subnet.id', 'osType', 'vmPriority', 'isolatedNetwork', 'enableNodePublicIp'],
  ...['idleTimeBeforeShutdown', 'applicationSharingPolicy', 'computeInstanceAuthorizationType', 'createStopped'],
  ...['enableSSO', 'enableRootAccess', 'enableOSPatching', 'releaseQuotaOnStop', 'virtualMachineImage.id'],
  ...['sshSettings', 'sshSettings.sshPublicAccess', 'sshSettings.adminPublicKey', 'sshSettings.adminUserName'],
  ...['personalComputeInstanceSettings', 'personalComputeInstanceSettings.assignedUser'],
  'personalComputeInstanceSettings.assignedUser.objectId',
  'personalComputeInstanceSettings.assignedUser.tenantId',
  ...['setupScripts', 'setupScripts.scripts'],
  ...['creationScript', 'startupScript'].flatMap((each) => [
    `setupScripts.scripts.${each}`,
    ...script.map((name) => `setupScripts.scripts.${each}.${name}`),
  ]),
  ...['schedules', 'schedules.computeStartStop', start],
  ...['action', 'status', 'triggerType', 'id', 'cron', 'recurrence'].map((name) => `${start}.${name}`),
  ...['expression', 'timeZone', 'startTime'].map((name) => `${start}.cron.${name}`),
  ...['frequency', 'interval', 'timeZone', 'startTime', 'schedule'].map((name) => `${start}.recurrence.${name}`),
  ...['hours', 'minutes', 'weekDays', 'monthDays'].flatMap((name) => [
    `${start}.recurrence.schedule.${name}`,
    `${start}.recurrence.schedule.${name}[*]`,
  ]),
  ...['customServices', 'customServices[*]', 'customServices[*].name', 'customServices[*].image.reference'],
  ...['customServices[*].image.type', 'customServices[*].docker.privileged'],
  ...['osImageMetadata.isLatestOsImageVersion', 'osImageMetadata.currentImageVersion'],
  'osImageMetadata.latestImageVersion',
  ...['scaleSettings', 'scaleSettings.minNodeCount', 'scaleSettings.maxNodeCount'],
  ...['scaleSettings.nodeIdleTimeBeforeScaleDown', 'remoteLoginPortPublicAccess'],
  ...['userAccountCredentials.adminUserName', 'userAccountCredentials.adminUserSshPublicKey'],
]

const storage = [
  ...['accessTier', 'allowBlobPublicAccess', 'allowSharedKeyAccess', 'allowCrossTenantReplication'],
  ...['isHnsEnabled', 'largeFileSharesState', 'minimumTlsVersion', 'publicNetworkAccess', 'supportsHttpsTrafficOnly'],
  ...['networkAcls.bypass', 'networkAcls.defaultAction', 'networkAcls.ipRules', 'networkAcls.ipRules[*]'],
  ...['networkAcls.ipRules[*].value', 'networkAcls.virtualNetworkRules', 'networkAcls.virtualNetworkRules[*].id'],
  ...['encryption.keySource', 'encryption.requireInfrastructureEncryption'],
]

const securityRule = [
  ...['access', 'direction', 'priority', 'protocol', 'sourceAddressPrefix', 'sourcePortRange'],
  ...['destinationAddressPrefix', 'destinationPortRange'],
]

export const aliasTables: Readonly<Record<string, readonly AliasGroup[]>> = {
  'Microsoft.MachineLearningServices/workspaces/computes': [
    {
      below: 'properties',
      names: ['computeType', 'computeLocation', 'description', 'resourceId', 'isAttachedCompute', 'disableLocalAuth'],
    },
    { below: 'properties.properties', names: computeInner },
    { below: '', names: ['sku.name', 'sku.tier'] },
  ],
  'Microsoft.MachineLearningServices/workspaces': [
    {
      below: 'properties',
      names: [
        ...['friendlyName', 'description', 'storageAccount', 'keyVault', 'applicationInsights', 'containerRegistry'],
        ...['hbiWorkspace', 'publicNetworkAccess', 'allowPublicAccessWhenBehindVnet', 'v1LegacyMode'],
        ...['imageBuildCompute', 'primaryUserAssignedIdentity', 'systemDatastoresAuthMode', 'enableDataIsolation'],
        ...['discoveryUrl', 'encryption.status', 'encryption.keyVaultProperties.keyIdentifier'],
        ...['managedNetwork.isolationMode', 'managedNetwork.status.status'],
      ],
    },
    { below: '', names: ['sku.name', 'sku.tier'] },
  ],
  'Microsoft.Authorization/roleAssignments': [
    { below: 'properties', names: ['roleDefinitionId', 'principalId', 'principalType', 'description'] },
  ],
  'Microsoft.BatchAI/workspaces/clusters': [
    {
      below: 'properties',
      names: [
        ...['vmSize', 'vmPriority', 'subnet.id', 'scaleSettings.manual.targetNodeCount'],
        ...['scaleSettings.autoScale.minimumNodeCount', 'scaleSettings.autoScale.maximumNodeCount'],
        ...['userAccountSettings.adminUserName', 'nodeSetup.setupTask.commandLine'],
      ],
    },
  ],
  'Microsoft.Storage/storageAccounts': [
    { below: 'properties', names: storage },
    { below: '', names: ['sku.name', 'sku.tier'] },
  ],
  'Microsoft.KeyVault/vaults': [
    {
      below: 'properties',
      names: [
        ...['tenantId', 'sku.name', 'enabledForDeployment', 'enabledForDiskEncryption', 'enabledForTemplateDeployment'],
        ...['enableSoftDelete', 'enablePurgeProtection', 'enableRbacAuthorization', 'softDeleteRetentionInDays'],
        ...['publicNetworkAccess', 'networkAcls.bypass', 'networkAcls.defaultAction'],
      ],
    },
  ],
  'Microsoft.ContainerRegistry/registries': [
    { below: 'properties', names: ['adminUserEnabled', 'anonymousPullEnabled', 'publicNetworkAccess'] },
    { below: '', names: ['sku.name', 'sku.tier'] },
  ],
  'Microsoft.Insights/components': [
    { below: 'properties', names: ['Application_Type', 'WorkspaceResourceId', 'RetentionInDays', 'DisableLocalAuth'] },
  ],
  'Microsoft.Network/virtualNetworks': [
    {
      below: 'properties',
      names: [
        ...['addressSpace.addressPrefixes', 'addressSpace.addressPrefixes[*]', 'enableDdosProtection'],
        ...['dhcpOptions.dnsServers', 'dhcpOptions.dnsServers[*]', 'subnets', 'subnets[*]', 'subnets[*].name'],
        'subnets[*].addressPrefix = subnets[*].properties.addressPrefix',
        'subnets[*].networkSecurityGroup.id = subnets[*].properties.networkSecurityGroup.id',
      ],
    },
  ],
  'Microsoft.Network/virtualNetworks/subnets': [
    { below: 'properties', names: ['addressPrefix', 'networkSecurityGroup.id', 'routeTable.id'] },
  ],
  'Microsoft.Network/networkSecurityGroups': [
    {
      below: 'properties',
      names: [
        ...['securityRules', 'securityRules[*]', 'securityRules[*].name'],
        ...securityRule.map((name) => `securityRules[*].${name} = securityRules[*].properties.${name}`),
      ],
    },
  ],
  'Microsoft.Network/networkSecurityGroups/securityRules': [{ below: 'properties', names: securityRule }],
  'Microsoft.Network/publicIPAddresses': [
    {
      below: 'properties',
      names: ['publicIPAllocationMethod', 'publicIPAddressVersion', 'dnsSettings.domainNameLabel'],
    },
    { below: '', names: ['sku.name', 'sku.tier'] },
  ],
}

/** What the server says of a resource and nobody can ask for; and whom a role is given to, which a rule must not decide. */
export const readOnlyAliases: readonly string[] = [
  ...under('Microsoft.Authorization/roleAssignments', [
    ...['roleDefinitionId', 'principalId', 'principalType', 'description'],
  ]),
  ...under('Microsoft.MachineLearningServices/workspaces/computes', [
    ...['computeLocation', 'isAttachedCompute', 'resourceId', 'osImageMetadata.isLatestOsImageVersion'],
    ...['osImageMetadata.currentImageVersion', 'osImageMetadata.latestImageVersion'],
    'schedules.computeStartStop[*].id',
  ]),
]

function under(type: string, names: readonly string[]): string[] {
  return names.map((name) => `${type}/${name}`)
}
