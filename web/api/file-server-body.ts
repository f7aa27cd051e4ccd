/**
 * Of a PUT of a file server. It is a folder of this installation: what Azure asks of its machine and disks is sent as Azure
 * asks for it and means nothing here. Nobody signs in to it: the password is made up and forgotten.
 */
export function fileServerBody() {
  const adminUserPassword = crypto.randomUUID()
  return {
    properties: {
      vmSize: 'STANDARD_D1_V2',
      sshConfiguration: { userAccountSettings: { adminUserName: 'azureuser', adminUserPassword } },
      dataDisks: { diskSizeInGB: 10, diskCount: 1, storageAccountType: 'Standard_LRS', cachingType: 'none' },
    },
  }
}
