// What says how a cluster is to be, as options of a command and as the body of a request. Two command lines share it.

import { readFile } from 'node:fs/promises'
import { CliFailure } from '../frame/cli-failure.ts'
import { exitCodes } from '../frame/exit-codes.ts'

/** By the names people know images by. */
const images: Readonly<Record<string, object>> = {
  UbuntuLTS: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '16.04-LTS' },
  UbuntuDSVM: { publisher: 'microsoft-ads', offer: 'linux-data-science-vm-ubuntu', sku: 'linuxdsvmubuntu' },
}

export const imageNames: readonly string[] = Object.keys(images)

export interface Scale {
  readonly target: string | undefined
  readonly least: string | undefined
  readonly most: string | undefined
  readonly idleTime?: string | undefined
}

/** Undefined: nothing is said of it. A least and a most that are the same are a target. */
export function scaleSettings({ target, least, most, idleTime }: Scale): object | undefined {
  if (least === undefined && most === undefined) {
    return target === undefined
      ? undefined
      : { manual: { targetNodeCount: whole(target), nodeDeallocationOption: 'requeue' } }
  }
  if (least === undefined || most === undefined)
    throw bad('Only one of --min and --max is given.', 'give both, or a number of nodes alone')
  if (whole(least) === whole(most))
    return { manual: { targetNodeCount: whole(most), nodeDeallocationOption: 'requeue' } }
  return {
    autoScale: {
      minimumNodeCount: whole(least),
      maximumNodeCount: whole(most),
      initialNodeCount: target === undefined ? 0 : whole(target),
      ...(idleTime === undefined ? {} : { nodeIdleTimeBeforeScaleDown: idleTime }),
    },
  }
}

/** By its alias or as `publisher:offer:sku:version`. */
export function imageReference(alias: string | undefined): object | undefined {
  if (alias === undefined) return undefined
  const [publisher, offer, sku, version, ...more] = alias.split(':')
  if (version !== undefined && more.length === 0) return { publisher, offer, sku, version }
  const found = imageNames.find((name) => name.toLowerCase() === alias.toLowerCase())
  if (found !== undefined) return images[found]
  throw bad(
    `There is no image '${alias}'.`,
    `choose one of ${imageNames.join(', ')}, or write it as publisher:offer:sku:version`,
  )
}

/** `NAME` or `NAME:PATH`, or an id in place of the name, below the root of the mounts; without a path, at its name. */
export function fileServerMount(workspaceId: string, text: string, defaultPath?: string) {
  const [name = '', path = defaultPath ?? name.replace(/^.*\//, '')] = text.split(':')
  return {
    fileServer: { id: name.startsWith('/') ? name : `${workspaceId}/fileServers/${encodeURIComponent(name)}` },
    relativeMountPath: path,
    mountOptions: 'rw',
  }
}

/** A key as text, or the file it stands in. */
export async function keyText(given: string): Promise<string> {
  if (/^(ssh-|ecdsa-|----)/.test(given)) return given
  const text = await readFile(given, 'utf8').catch(() => undefined)
  if (text === undefined) throw bad(`There is no file ${given}.`, 'name a file with a public key, or give its text')
  if (text.includes('PRIVATE KEY')) throw bad(`${given} is a private key.`, `name the public one: ${given}.pub`)
  return text.trim()
}

export function whole(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw bad(`'${text}' is no number of nodes.`, 'give a whole number from 0 to 100')
}

export function bad(message: string, nextStep: string): CliFailure {
  return new CliFailure(message, nextStep, exitCodes.badUsage)
}
