// A notebook's kernel, used as JupyterLab uses it: started over HTTP with the token against forged requests that Jupyter
// hands out, then one WebSocket, all through the gateway with the cookie of a signed-in browser.

import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { browse } from './browser-session.ts'
import type { Product } from './product.ts'

export interface Kernel extends AsyncDisposable {
  /** What the code printed, its errors included; throws when the connection ends or after `timeoutMs`. */
  run(code: string, timeoutMs?: number): Promise<string>
  /** Runs a shell command as the node's user and answers its standard output and standard error together. */
  shell(command: string, timeoutMs?: number): Promise<string>
  /** Whether the first connection is still the one in use. */
  readonly isOpen: boolean
}

const startPatienceMs = 180_000

/** In an instance of the administrator's; `name`: of its kernelspec. */
export async function openKernel(product: Product, instance: string, name = 'python3'): Promise<Kernel> {
  const label = `${instance}-lab`
  const origin = `http://${label}.localhost:${product.port + 1}`
  const session = await product.signIn(label)
  const page = await browse(new URL('/lab', origin), { cookie: session })
  const xsrf = /^_xsrf=([^;]+)/.exec(
    [page.headers['set-cookie'] ?? []].flat().find((line) => line.startsWith('_xsrf=')) ?? '',
  )?.[1]
  if (xsrf === undefined) throw new Error(`JupyterLab set no _xsrf cookie: ${page.status}`)
  const cookie = `${session}; _xsrf=${xsrf}`
  const headers = { origin, 'x-xsrftoken': xsrf, 'content-type': 'application/json', accept: 'application/json' }
  const body = JSON.stringify({ name })
  const started = await browse(new URL('/api/kernels', origin), { cookie, method: 'POST', headers, body })
  if (started.status !== 201) throw new Error(`no kernel: ${started.status} ${started.text.slice(0, 300)}`)
  const { id }: { id: string } = JSON.parse(started.text)
  const host = new URL(origin).host
  const socket = new WebSocket(
    `ws://127.0.0.1:${product.port + 1}/api/kernels/${id}/channels?session_id=${randomUUID()}`,
    {
      headers: { host, cookie, origin },
    },
  )
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const run = (code: string, timeoutMs = startPatienceMs) => execute(socket, code, timeoutMs)
  return {
    run,
    shell: (command, timeoutMs) =>
      run(
        `import subprocess\nprint(subprocess.run(['sh', '-c', ${JSON.stringify(command)}], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout, end='')`,
        timeoutMs,
      ),
    get isOpen() {
      return socket.readyState === WebSocket.OPEN
    },
    async [Symbol.asyncDispose]() {
      socket.terminate()
    },
  }
}

interface Message {
  readonly parent_header: { readonly msg_id?: string }
  readonly msg_type: string
  readonly content: { readonly text?: string; readonly execution_state?: string; readonly traceback?: string[] }
}

function execute(socket: WebSocket, code: string, timeoutMs: number): Promise<string> {
  const id = randomUUID()
  const request = {
    header: { msg_id: id, msg_type: 'execute_request', username: 'test', session: randomUUID(), version: '5.3' },
    parent_header: {},
    metadata: {},
    content: { code, silent: false, store_history: false, user_expressions: {}, allow_stdin: false },
    buffers: [],
    channel: 'shell',
  }
  return new Promise((resolve, reject) => {
    let printed = ''
    const end = (settle: () => void) => {
      clearTimeout(timer)
      socket.off('message', onMessage)
      socket.off('close', onClose)
      settle()
    }
    const onClose = (code?: number) =>
      end(() => reject(new Error(`the kernel's connection ended (${code}); printed so far: ${printed}`)))
    const onMessage = (data: Buffer) => {
      const { parent_header: parent, msg_type: type, content }: Message = JSON.parse(data.toString())
      if (parent.msg_id !== id) return
      if (type === 'stream') printed += content.text ?? ''
      if (type === 'error') printed += (content.traceback ?? []).join('\n')
      if (type === 'status' && content.execution_state === 'idle') end(() => resolve(printed))
    }
    const timer = setTimeout(
      () => end(() => reject(new Error(`the kernel said nothing more; printed so far: ${printed}`))),
      timeoutMs,
    )
    socket.on('message', onMessage)
    socket.on('close', onClose)
    if (socket.readyState !== WebSocket.OPEN) onClose()
    else socket.send(JSON.stringify(request))
  })
}
