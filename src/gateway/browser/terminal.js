// The browser's side of a terminal. A tab keeps the name of its session, so a reload or a lost connection meets the same
// shell; a shell that has ended is followed by a new one at the next key. What it says, the page brings in its language.

import { FitAddon } from './addon-fit.mjs'
import { Terminal } from './xterm.mjs'

const place = document.getElementById('terminal')
Terminal.strings.promptLabel = place.dataset.input
const terminal = new Terminal({
  fontFamily: 'ui-monospace, monospace',
  cursorBlink: true,
  theme: { background: '#14171a', foreground: '#e8ebee' },
})
const fit = new FitAddon()
terminal.loadAddon(fit)
terminal.open(place)
fit.fit()
terminal.focus()

const status = document.getElementById('status')
const encoder = new TextEncoder()
const largestMessage = 16 * 1024
let socket
let hasEnded = false
let failures = 0

connect()
terminal.onData((text) => {
  if (hasEnded) startAnew()
  else send(encoder.encode(text))
})
terminal.onBinary((text) => send(Uint8Array.from(text, (char) => char.charCodeAt(0))))
terminal.onResize(tellSize)
new ResizeObserver(() => fit.fit()).observe(place)

function connect() {
  const { cols, rows } = terminal
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  socket = new WebSocket(`${scheme}://${location.host}/ws?session=${sessionName()}&cols=${cols}&rows=${rows}`)
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => {
    failures = 0
    status.textContent = ''
    // What the session printed so far is replayed by the node.
    terminal.reset()
    tellSize()
  }
  socket.onmessage = ({ data }) => {
    if (typeof data === 'string') end()
    else terminal.write(new Uint8Array(data))
  }
  socket.onclose = () => {
    if (!hasEnded) void reconnect()
  }
}

async function reconnect() {
  status.textContent = place.dataset.connecting
  failures += 1
  // Signed out, stopped or another's: the page itself says so. Without any answer the gateway is restarting.
  const answer =
    failures > 1 ? await fetch('/', { method: 'HEAD', redirect: 'manual' }).catch(() => undefined) : undefined
  if (answer !== undefined && answer.status !== 200) location.reload()
  else setTimeout(connect, Math.min(250 * 2 ** failures, 5000))
}

function end() {
  hasEnded = true
  terminal.write(`\r\n\x1b[2m[${place.dataset.ended}]\x1b[0m\r\n`)
}

function startAnew() {
  hasEnded = false
  sessionStorage.removeItem('session')
  connect()
}

function sessionName() {
  const name = sessionStorage.getItem('session') ?? crypto.randomUUID()
  sessionStorage.setItem('session', name)
  return name
}

/** Also of a change while it connected. */
function tellSize() {
  const { cols, rows } = terminal
  if (isOpen()) socket.send(JSON.stringify({ cols, rows }))
}

function send(bytes) {
  for (let at = 0; at < bytes.length && isOpen(); at += largestMessage) {
    socket.send(bytes.subarray(at, at + largestMessage))
  }
}

function isOpen() {
  return socket.readyState === WebSocket.OPEN
}
