// Images made on the node's own, since no registry is asked in tests: a small web server such as people bring for an
// application, which says what it finds around it, and a node's image with what stands in for RStudio Server.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'

/** Answers at `$PORT` (8000): `{ path, headers, greeting }`, or a file by `?read=`; ends at once with `$EXIT`. */
const program = `
import http.server, json, os, sys, urllib.parse
if "EXIT" in os.environ:
    sys.exit(int(os.environ["EXIT"]))
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        try:
            if "write" in query:
                open(query["write"][0], "w").write(query["text"][0])
            said = {"path": self.path, "headers": dict(self.headers), "greeting": os.environ.get("GREETING")}
            if "read" in query:
                said["text"] = open(query["read"][0]).read()
        except OSError as error:
            said = {"error": error.strerror}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("0.0.0.0", int(os.environ.get("PORT", "8000"))), Handler).serve_forever()
`

/** What stands in for RStudio Server: takes its options, and answers where they say, as whom they say. */
const rserver = `#!/usr/bin/python3
import http.server, os, sys
given = dict(option[2:].split("=", 1) for option in sys.argv[1:])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = ("RStudio of " + given["server-user"] + " for " + str(os.getuid())).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer((given["www-address"], int(given["www-port"])), Handler).serve_forever()
`

export interface TestImage extends AsyncDisposable {
  readonly name: string
}

/** `base` is an image with Python. Disposing it takes the name away, also from under containers. */
export function makeApplicationImage(base: string): Promise<TestImage> {
  const lines = ['COPY app.py /app.py', 'ENTRYPOINT []', 'CMD ["/usr/bin/python3", "/app.py"]']
  return makeImage({ base, lines, files: { 'app.py': program } })
}

/** A node's image that brings an RStudio Server, as far as a node can tell. */
export function makeRStudioImage(base: string): Promise<TestImage> {
  const place = '/usr/lib/rstudio-server/bin/rserver'
  return makeImage({ base, lines: [`COPY rserver ${place}`, `RUN chmod 755 ${place}`], files: { rserver } })
}

/** A node's image without Jupyter. */
export function makePlainImage(base: string): Promise<TestImage> {
  return makeImage({ base, lines: ['RUN rm /opt/carrel/venv/bin/jupyter-lab'], files: {} })
}

/** A node's image whose Jupyter does not come up before there is this file. */
export function makeWaitingImage(base: string, file: string): Promise<TestImage> {
  const config = `import os, time\nwhile not os.path.exists('${file}'):\n    time.sleep(0.1)\n`
  const lines = ['COPY wait.py /opt/carrel/venv/etc/jupyter/jupyter_server_config.py']
  return makeImage({ base, lines, files: { 'wait.py': config } })
}

/** An image of somebody's for jobs: a shell, a file and a variable of its own, and nothing of a node's. */
export function makeShellImage(base: string): Promise<TestImage> {
  const lines = ['RUN rm -rf /opt/carrel', 'COPY whose /etc/whose', 'ENV FROM_IMAGE="of the image"']
  return makeImage({ base, lines, files: { whose: 'the image’s\n' } })
}

/** One in which no command line can be run. */
export function makeBareImage(base: string): Promise<TestImage> {
  return makeImage({ base, lines: ['RUN rm -f /usr/bin/sh'], files: {} })
}

/** One of which Docker would make storage of its own for a folder. */
export function makeVolumeImage(base: string, path: string): Promise<TestImage> {
  const lines = ['COPY app.py /app.py', 'ENTRYPOINT []', 'CMD ["/usr/bin/python3", "/app.py"]', `VOLUME ${path}`]
  return makeImage({ base, lines, files: { 'app.py': program } })
}

/** One whose shell, when it is to hold the image's files, makes `processes` processes beside. */
export function makeBusyImage(base: string, processes: number): Promise<TestImage> {
  const sh = `#!/bin/bash
case "$*" in *carrel-annex*) for i in $(seq ${processes}); do /bin/sleep 4747 & done ;; esac
exec /bin/dash "$@"
`
  const lines = ['COPY sh /bin/sh.busy', 'RUN chmod 755 /bin/sh.busy && mv /bin/sh.busy /usr/bin/sh']
  return makeImage({ base, lines, files: { sh } })
}

/** One whose shell, when it is to hold the image's files, takes this much memory and holds that too. */
export function makeGreedyImage(base: string, bytes: number): Promise<TestImage> {
  const sh = `#!/bin/bash
case "$*" in *carrel-annex*) exec /usr/bin/python3 -c '
import time
held = b"x" * ${bytes}
while True: time.sleep(60)
' "$@" ;; esac
exec /bin/dash "$@"
`
  const lines = ['COPY sh /bin/sh.greedy', 'RUN chmod 755 /bin/sh.greedy && mv /bin/sh.greedy /usr/bin/sh']
  return makeImage({ base, lines, files: { sh } })
}

interface Recipe {
  readonly base: string
  readonly lines: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

async function makeImage({ base, lines, files }: Recipe): Promise<TestImage> {
  const docker = new Docker({ socketPath: '/var/run/docker.sock' })
  const context = await mkdtemp(join(tmpdir(), 'carrel-image-'))
  const name = `carrel-test-image:${context.slice(-6).toLowerCase()}`
  try {
    // Nothing of it is another's as well: Docker takes along what it removes with one, while the other is being made of it.
    const own = `LABEL carrel.test.name=${name}`
    const all = { ...files, Dockerfile: [`FROM ${base}`, own, ...lines, ''].join('\n') }
    for (const [path, text] of Object.entries(all)) await writeFile(join(context, path), text)
    const stream = await docker.buildImage({ context, src: Object.keys(all) }, { t: name })
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error === null ? resolve() : reject(error)))
    })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      await docker.getImage(name).remove({ force: true })
    },
  }
}
