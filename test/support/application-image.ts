// An image such as people bring for an application of their own: a small web server that says what it finds around it.
// Made on the node's image, since no registry is asked in tests.

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

export interface ApplicationImage extends AsyncDisposable {
  readonly name: string
}

/** `base` is an image with Python. Disposing it takes the name away, also from under containers. */
export async function makeApplicationImage(
  base: string,
  socketPath = '/var/run/docker.sock',
): Promise<ApplicationImage> {
  const docker = new Docker({ socketPath })
  const context = await mkdtemp(join(tmpdir(), 'carrel-application-'))
  const name = `carrel-test-application:${context.slice(-6).toLowerCase()}`
  try {
    await writeFile(join(context, 'app.py'), program)
    await writeFile(
      join(context, 'Dockerfile'),
      `FROM ${base}\nCOPY app.py /app.py\nENTRYPOINT []\nCMD ["/usr/bin/python3", "/app.py"]\n`,
    )
    const stream = await docker.buildImage({ context, src: ['Dockerfile', 'app.py'] }, { t: name })
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
