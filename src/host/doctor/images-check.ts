// What images that were fetched for jobs and applications take of the disk. No fault: those not used for longest go.

import type Docker from 'dockerode'
import type { Config } from '../../config.ts'
import { fetchedFolder } from '../../engine/docker/machine-folders.ts'
import { bytesOf, defaultFetchedBytes, listFetched } from '../../engine/docker/sidecars/fetched-images.ts'
import { type Diagnosis, diagnosis } from './diagnosis.ts'

const gibibyte = 1024 ** 3

export async function imagesCheck(
  docker: Docker,
  { paths, installation }: Config,
  isRoot: boolean,
): Promise<Diagnosis> {
  if (!isRoot) return diagnosis.skip('fetched images')
  const images = await listFetched({ docker, folder: fetchedFolder(paths.volumes) })
  const most = installation.fetchedImagesGiB ?? defaultFetchedBytes / gibibyte
  return diagnosis.ok('fetched images', `${images.length}, ${(bytesOf(images) / gibibyte).toFixed(1)} of ${most} GiB`)
}
