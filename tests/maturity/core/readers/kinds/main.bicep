targetScope = 'subscription'
param env string = 'dev'
resource store 'Microsoft.Storage/storageAccounts@2023-01-01' = if (env == 'dev') {
  name: 'a${env}'
  properties: { x: [1, 2] }
}
module net './net.bicep' = { name: 'net' }
