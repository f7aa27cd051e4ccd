import type { NameSource } from '../frame/api-command.ts'
import { profileNames } from '../session/profile-files.ts'

export const profileSource: NameSource = () => profileNames(process.env)
