import type { ArmClient } from '../../../api/arm-client.ts'
import { download } from '../../../ui/download.ts'
import { withVersion } from '../with-version.ts'
import type { TransferTools } from './transfers.ts'

/** The bytes of an address as a file of the person's, told as they come. */
export async function downloadFile(
  { arm, address, name }: { readonly arm: ArmClient; readonly address: string; readonly name: string },
  { signal, tell }: TransferTools,
): Promise<void> {
  const answer = await arm.send(withVersion(address), { signal })
  const length = answer.headers.get('content-length')
  const total = length === null ? undefined : Number(length)
  let done = 0
  const counted = answer.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        done += bytes.length
        tell({ done, ...(total === undefined ? {} : { total }) })
        controller.enqueue(bytes)
      },
    }),
  )
  const content = await new Response(counted ?? null).blob()
  // A zip is packed while it is sent: one that breaks off has no other sign than that the stream fails, which has thrown.
  signal.throwIfAborted()
  download(name, content)
}
