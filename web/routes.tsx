// The table of contents: which page stands at which address. Pages arrive when they are first opened.

import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readChartSearch } from './api/chart-range.ts'
import type { Studio } from './api/use-studio.ts'
import { readAccessSearch } from './features/access/access-search.ts'
import { readClusterSearch } from './features/clusters/cluster-search.ts'
import { readFileServerSearch } from './features/clusters/file-servers/file-server-search.ts'
import { readComputeSearch } from './features/computes/compute-search.ts'
import { readConnectSearch } from './features/connect/connect-search.ts'
import { readNewDeploymentSearch } from './features/deployments/new-deployment-search.ts'
import { readFileSearch } from './features/files/file-search.ts'
import { readJobPageSearch, readJobSearch, readNewJobSearch } from './features/jobs/job-search.ts'
import { readActivitySearch } from './features/manage/activity-search.ts'
import { readPolicySearch } from './features/policies/policy-search.ts'
import { NotFoundPage } from './features/shell/not-found-page.tsx'
import { PageFailure } from './features/shell/page-failure.tsx'
import { Shell } from './features/shell/shell.tsx'

export interface RouterContext {
  readonly studio: Studio
  readonly queryClient: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: PageFailure,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./features/workspaces/home-page.tsx'), 'HomePage'),
})

const workspaces = createRoute({
  getParentRoute: () => root,
  path: '/workspaces',
  component: lazyRouteComponent(() => import('./features/workspaces/workspaces-page.tsx'), 'WorkspacesPage'),
})

const workspaceRoute = createRoute({
  getParentRoute: () => root,
  path: '/w/$subscription/$group/$workspace',
})

const computesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'compute',
  validateSearch: readComputeSearch,
  component: lazyRouteComponent(() => import('./features/computes/compute-list-page.tsx'), 'ComputeListPage'),
})

const newComputeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'compute/new',
  component: lazyRouteComponent(() => import('./features/computes/compute-create-page.tsx'), 'ComputeCreatePage'),
})

const computeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'compute/$name',
  validateSearch: readChartSearch,
  component: lazyRouteComponent(() => import('./features/computes/compute-page.tsx'), 'ComputePage'),
})

const quota = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'quota',
  component: lazyRouteComponent(() => import('./features/manage/quota-page.tsx'), 'QuotaPage'),
})

const sizes = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'sizes',
  component: lazyRouteComponent(() => import('./features/manage/sizes-page.tsx'), 'SizesPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/settings/settings-page.tsx'), 'SettingsPage'),
})

const activity = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'activity',
  validateSearch: readActivitySearch,
  component: lazyRouteComponent(() => import('./features/manage/activity-page.tsx'), 'ActivityPage'),
})

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('./features/manage/people-page.tsx'), 'PeoplePage'),
})

const filesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'files',
  validateSearch: readFileSearch,
  component: lazyRouteComponent(() => import('./features/files/files-page.tsx'), 'FilesPage'),
})

const connectRoute = createRoute({
  getParentRoute: () => root,
  path: '/connect',
  validateSearch: readConnectSearch,
  component: lazyRouteComponent(() => import('./features/connect/connect-page.tsx'), 'ConnectPage'),
})

const access = createRoute({
  getParentRoute: () => root,
  path: '/access',
  validateSearch: readAccessSearch,
  component: lazyRouteComponent(() => import('./features/access/access-page.tsx'), 'AccessPage'),
})

const clusters = createRoute({
  getParentRoute: () => root,
  path: '/clusters',
  validateSearch: readClusterSearch,
  component: lazyRouteComponent(() => import('./features/clusters/cluster-list-page.tsx'), 'ClusterListPage'),
})

const newCluster = createRoute({
  getParentRoute: () => root,
  path: '/clusters/new',
  component: lazyRouteComponent(() => import('./features/clusters/cluster-create-page.tsx'), 'ClusterCreatePage'),
})

const clusterRoute = createRoute({
  getParentRoute: () => root,
  path: '/clusters/at/$kind/$inSubscription/$inGroup/$inWorkspace/$name',
  component: lazyRouteComponent(() => import('./features/clusters/cluster-page.tsx'), 'ClusterPage'),
})

const fileServers = createRoute({
  getParentRoute: () => root,
  path: '/clusters/file-servers',
  validateSearch: readFileServerSearch,
  component: lazyRouteComponent(() => import('./features/clusters/file-servers-page.tsx'), 'FileServersPage'),
})

const groupRoute = createRoute({ getParentRoute: () => root, path: '/g/$subscription/$group' })

const jobsRoute = createRoute({
  getParentRoute: () => groupRoute,
  path: 'jobs',
  validateSearch: readJobSearch,
  component: lazyRouteComponent(() => import('./features/jobs/job-list-page.tsx'), 'JobListPage'),
})

const newJobRoute = createRoute({
  getParentRoute: () => groupRoute,
  path: 'jobs/new',
  validateSearch: readNewJobSearch,
  component: lazyRouteComponent(() => import('./features/jobs/job-create-page.tsx'), 'JobCreatePage'),
})

const jobRoute = createRoute({
  getParentRoute: () => groupRoute,
  path: 'jobs/at/$batch/$experiment/$job',
  validateSearch: readJobPageSearch,
  component: lazyRouteComponent(() => import('./features/jobs/job-page.tsx'), 'JobPage'),
})

const policies = createRoute({
  getParentRoute: () => groupRoute,
  path: 'policies',
  validateSearch: readPolicySearch,
  component: lazyRouteComponent(() => import('./features/policies/policies-page.tsx'), 'PoliciesPage'),
})

const deployments = createRoute({
  getParentRoute: () => groupRoute,
  path: 'deployments',
  component: lazyRouteComponent(() => import('./features/deployments/deployments-page.tsx'), 'DeploymentsPage'),
})

const newDeployment = createRoute({
  getParentRoute: () => groupRoute,
  path: 'deployments/new',
  validateSearch: readNewDeploymentSearch,
  component: lazyRouteComponent(
    () => import('./features/deployments/deployment-create-page.tsx'),
    'DeploymentCreatePage',
  ),
})

const deployment = createRoute({
  getParentRoute: () => groupRoute,
  path: 'deployments/at/$name',
  component: lazyRouteComponent(() => import('./features/deployments/deployment-page.tsx'), 'DeploymentPage'),
})

const subscriptionRoute = createRoute({ getParentRoute: () => root, path: '/s/$subscription' })

const subscriptionDeployments = createRoute({
  getParentRoute: () => subscriptionRoute,
  path: 'deployments',
  component: lazyRouteComponent(() => import('./features/deployments/deployments-page.tsx'), 'DeploymentsPage'),
})

const newSubscriptionDeployment = createRoute({
  getParentRoute: () => subscriptionRoute,
  path: 'deployments/new',
  validateSearch: readNewDeploymentSearch,
  component: lazyRouteComponent(
    () => import('./features/deployments/deployment-create-page.tsx'),
    'DeploymentCreatePage',
  ),
})

const subscriptionDeployment = createRoute({
  getParentRoute: () => subscriptionRoute,
  path: 'deployments/at/$name',
  component: lazyRouteComponent(() => import('./features/deployments/deployment-page.tsx'), 'DeploymentPage'),
})

const tree = root.addChildren([
  home,
  workspaces,
  people,
  connectRoute,
  settings,
  workspaceRoute.addChildren([computesRoute, newComputeRoute, computeRoute, filesRoute, quota, sizes, activity]),
  access,
  clusters,
  newCluster,
  clusterRoute,
  fileServers,
  groupRoute.addChildren([jobsRoute, newJobRoute, jobRoute, policies, deployments, newDeployment, deployment]),
  subscriptionRoute.addChildren([subscriptionDeployments, newSubscriptionDeployment, subscriptionDeployment]),
])

export function createStudioRouter(context: RouterContext) {
  return createRouter({
    routeTree: tree,
    basepath: '/studio',
    context,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createStudioRouter>
  }
}
