// The commands that need nothing but the API. They are what the server hands out to laptops, so whatever acts on the
// machine it runs on, or needs a native part, stays out of this list and of what it imports.

import { batchAiCommands } from './commands/batchai.ts'
import { authorityCommand } from './commands/ca.ts'
import { clusterCommands } from './commands/cluster.ts'
import { completionCommands } from './commands/completion.ts'
import { computeCommands } from './commands/compute.ts'
import { datastoreCommands } from './commands/datastore.ts'
import { deploymentCommands } from './commands/deployment.ts'
import { execCommand } from './commands/exec.ts'
import { fileServerCommands } from './commands/file-server.ts'
import { fileCommands } from './commands/files.ts'
import { jobCommands } from './commands/job.ts'
import { keyCommands } from './commands/keys.ts'
import { loginCommands } from './commands/login.ts'
import { machineLearningCommands } from './commands/ml.ts'
import { policyCommands } from './commands/policy.ts'
import { resourceCommands } from './commands/resources.ts'
import { roleCommands } from './commands/role.ts'
import { servicePrincipalCommands } from './commands/sp.ts'
import { peopleCommands } from './commands/user.ts'
import type { AddCommands } from './run-program.ts'

export const apiCommands: readonly AddCommands[] = [
  loginCommands,
  computeCommands,
  clusterCommands,
  jobCommands,
  fileServerCommands,
  fileCommands,
  deploymentCommands,
  datastoreCommands,
  resourceCommands,
  peopleCommands,
  servicePrincipalCommands,
  roleCommands,
  policyCommands,
  keyCommands,
  machineLearningCommands,
  batchAiCommands,
  authorityCommand,
  execCommand,
  completionCommands,
]
