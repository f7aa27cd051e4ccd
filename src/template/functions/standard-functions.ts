// The functions whose value depends on their arguments alone. Policy rules and templates both start from this table and
// add what they know of parameters, resources and time.

import type { FunctionTable } from '../scope.ts'
import { addressFunctions } from './addresses.ts'
import { arrayFunctions } from './arrays.ts'
import { dateFunctions } from './dates.ts'
import { encodingFunctions } from './encodings.ts'
import { formatFunctions } from './format-text.ts'
import { lambdaFunctions } from './lambdas.ts'
import { logicFunctions } from './logic.ts'
import { numberFunctions } from './numbers.ts'
import { objectFunctions } from './objects.ts'
import { textFunctions } from './text.ts'

export const standardFunctions: FunctionTable = new Map([
  ...logicFunctions,
  ...numberFunctions,
  ...arrayFunctions,
  ...objectFunctions,
  ...lambdaFunctions,
  ...textFunctions,
  ...formatFunctions,
  ...encodingFunctions,
  ...dateFunctions,
  ...addressFunctions,
])
