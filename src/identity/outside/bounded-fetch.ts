// Asks an outside service, and reads no more of its answer than any honest one is long: what it sends is kept in memory
// whole before it is looked at.

import type { CustomFetch } from 'openid-client'

const maxBytes = 1024 * 1024

/** The answer's body fails where it becomes longer than 1 MiB. */
export const boundedFetch: CustomFetch = async (url, options) => {
  const response = await fetch(url, options as RequestInit)
  return new Response(response.body?.pipeThrough(limited()) ?? null, response)
}

function limited(): TransformStream<Uint8Array, Uint8Array> {
  let size = 0
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > maxBytes) controller.error(new Error(`the answer is longer than ${maxBytes} bytes`))
      else controller.enqueue(chunk)
    },
  })
}
