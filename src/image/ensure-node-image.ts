// The node image, built only when Docker does not have it, and once: the same for every installation on one Docker.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Docker from 'dockerode'
import { takeTurn } from '../base/take-turn.ts'
import { debianRelease, ensureBaseImage, hasImage } from './base-image.ts'
import { followDockerStream } from './docker-stream.ts'
import { type HostSettings, readHostSettings } from './host-settings.ts'
import { type ImageRecipe, readImageRecipe } from './image-recipe.ts'

export interface NodeImageOptions {
  readonly docker: { readonly socketPath: string }
  /** Where downloads are kept, outside the clone. */
  readonly cacheFolder: string
  /** The line a person should see now. */
  readonly report: (line: string) => void
}

/** Answers the image's reference. Throws with the build's last lines when it cannot be built. */
export async function ensureNodeImage(options: NodeImageOptions): Promise<string> {
  const { socketPath } = options.docker
  const docker = new Docker({ socketPath })
  const recipe = await readImageRecipe()
  if (await hasImage(docker, recipe.reference)) return recipe.reference
  // Two at once would take twice as long, and the second would take the name from what the first has begun to use.
  await using _turn = await takeTurn(`${recipe.reference} of ${socketPath}`, options.report)
  if (!(await hasImage(docker, recipe.reference))) await build(docker, recipe, options)
  return recipe.reference
}

async function build(docker: Docker, recipe: ImageRecipe, { cacheFolder, report }: NodeImageOptions): Promise<void> {
  const base = await ensureBaseImage({ docker, cacheFolder, report })
  const settings = await readHostSettings(debianRelease)
  const context = await mkdtemp(join(tmpdir(), 'carrel-image-'))
  try {
    await writeContext(context, recipe, settings)
    const stream = await docker.buildImage(
      { context, src: ['.'] },
      {
        t: recipe.reference,
        buildargs: { ...settings.buildArguments, BASE: base },
        // The host's name servers and proxies, as the host itself sees them.
        networkmode: 'host',
        rm: true,
        forcerm: true,
        labels: { 'carrel.image': 'node' },
      },
    )
    await followDockerStream(docker, stream, { onLine: report })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}

export async function hasNodeImage(socketPath: string): Promise<boolean> {
  return hasImage(new Docker({ socketPath }), (await readImageRecipe()).reference)
}

async function writeContext(context: string, recipe: ImageRecipe, settings: HostSettings): Promise<void> {
  const host = [...settings.files].map(([name, text]) => [join('host', name), text] as const)
  for (const [name, text] of [...recipe.files, ...host]) {
    await mkdir(dirname(join(context, name)), { recursive: true })
    await writeFile(join(context, name), text)
  }
}
