import { applicationRoutes } from './application-routes.ts'
import type { GraphRoute } from './graph-call.ts'
import { groupRoutes } from './group-routes.ts'
import { userRoutes } from './user-routes.ts'

/** What changes the directory; each asks for its own action. */
export const writeRoutes: readonly GraphRoute[] = [...userRoutes, ...groupRoutes, ...applicationRoutes]
