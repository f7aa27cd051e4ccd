import { expect, test } from 'vitest'
import { arm, jobKeyOf, pages, workspaceKeyOf } from './paths.ts'

const key = { subscription: 's', group: 'g', workspace: 'w/ö' }

test('every address is spelled here, and what goes into one cannot become part of another', () => {
  const all = {
    home: pages.home(),
    workspaces: pages.workspaces(),
    computes: pages.computes(key),
    newCompute: pages.newCompute(key),
    compute: pages.compute(key, '../x'),
    quota: pages.quota(key),
    activity: pages.activity(key),
    access: pages.access(),
    policies: pages.policies(key),
    deployments: pages.deployments(key),
    newDeployment: pages.newDeployment(key),
    deployment: pages.deployment(key, 'a/b'),
    jobs: pages.jobs(key),
    newJob: pages.newJob(key),
    job: pages.job({ ...key, batch: 'b/c', experiment: '../e', job: 'j?' }),
    people: pages.people(),
    files: pages.files(key),
    connect: pages.connect(),
    clusters: pages.clusters(),
    newCluster: pages.newCluster(),
    cluster: pages.cluster({ ...key, kind: 'batch', name: '../x' }),
    fileServers: pages.fileServers(),
    armCluster: arm.clusterPart({ ...key, kind: 'batch', name: 'a?b' }, 'nodes'),
    armMlCluster: arm.cluster({ ...key, kind: 'ml', name: 'a?b' }),
    armFileServer: arm.fileServer(key, '../x'),
    armFile: arm.fileContent(key, 'Users/a&b=c?#.sh'),
    armZip: arm.fileZip(key, ['a b', 'c&path=d']),
    armJobFiles: arm.jobFiles(
      { ...key, batch: 'b/c', experiment: '../e', job: 'j?' },
      { directory: 'a&b', path: '../x' },
    ),
    armPiece: arm.filePiece(key, '../x', 4),
    armCompute: arm.compute(key, 'a?b'),
    armAction: arm.computeAction(key, 'a', 'start'),
    armSizes: arm.sizes('s'),
  }
  expect(all).toMatchInlineSnapshot(`
    {
      "access": "/access",
      "activity": "/w/s/g/w%2F%C3%B6/activity",
      "armAction": "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w%2F%C3%B6/computes/a/start",
      "armCluster": "/subscriptions/s/resourceGroups/g/providers/Microsoft.BatchAI/workspaces/w%2F%C3%B6/clusters/a%3Fb/nodes",
      "armCompute": "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w%2F%C3%B6/computes/a%3Fb",
      "armFile": "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w%2F%C3%B6/providers/Carrel.Files/content?path=Users%2Fa%26b%3Dc%3F%23.sh",
      "armFileServer": "/subscriptions/s/resourceGroups/g/providers/Microsoft.BatchAI/workspaces/w%2F%C3%B6/fileServers/..%2Fx",
      "armJobFiles": "/subscriptions/s/resourceGroups/g/providers/Microsoft.BatchAI/workspaces/b%2Fc/experiments/..%2Fe/jobs/j%3F/listOutputFiles?outputdirectoryid=a%26b&directory=..%2Fx",
      "armMlCluster": "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w%2F%C3%B6/computes/a%3Fb",
      "armPiece": "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w%2F%C3%B6/providers/Carrel.Files/uploads/..%2Fx?offset=4",
      "armSizes": "/subscriptions/s/providers/Microsoft.MachineLearningServices/locations/local/vmSizes",
      "armZip": "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w%2F%C3%B6/providers/Carrel.Files/zip?path=a%20b&path=c%26path%3Dd",
      "cluster": "/clusters/at/batch/s/g/w%2F%C3%B6/..%2Fx",
      "clusters": "/clusters",
      "compute": "/w/s/g/w%2F%C3%B6/compute/..%2Fx",
      "computes": "/w/s/g/w%2F%C3%B6/compute",
      "connect": "/connect",
      "deployment": "/g/s/g/deployments/at/a%2Fb",
      "deployments": "/g/s/g/deployments",
      "fileServers": "/clusters/file-servers",
      "files": "/w/s/g/w%2F%C3%B6/files",
      "home": "/",
      "job": "/g/s/g/jobs/at/b%2Fc/..%2Fe/j%3F",
      "jobs": "/g/s/g/jobs",
      "newCluster": "/clusters/new",
      "newCompute": "/w/s/g/w%2F%C3%B6/compute/new",
      "newDeployment": "/g/s/g/deployments/new",
      "newJob": "/g/s/g/jobs/new",
      "people": "/people",
      "policies": "/g/s/g/policies",
      "quota": "/w/s/g/w%2F%C3%B6/quota",
      "workspaces": "/workspaces",
    }
  `)
})

test('an id leads back to its job', () => {
  const key = { subscription: 's', group: 'g', batch: 'b', experiment: 'e', job: 'j' }
  expect(jobKeyOf(arm.job(key))).toEqual(key)
})

test('an id leads back to its workspace', () => {
  const id = arm.compute({ subscription: 's', group: 'g', workspace: 'w' }, 'a')
  expect(workspaceKeyOf(id)).toEqual({ subscription: 's', group: 'g', workspace: 'w' })
})
