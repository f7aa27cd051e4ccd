"""FUSE programs as a node may run them, in the kernel's own protocol and without a library.

  mount MODE FOLDER OPTIONS   in the background; MODE: answers (has a file `hello`), deaf (answers nothing after the
                              start), stuck (deaf, and waits for itself)
  ask REQUEST                 the request, JSON, straight to the mounter; prints what it answers
  swap FOLDER LINK            makes FOLDER a folder and a link to LINK by turns, until it is killed
"""

import ctypes
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

DATA = b'data from a program\n'
DOOR = '/carrel/door'


def mount(mode, folder, options):
    ours, theirs = socket.socketpair()
    environment = {**os.environ, '_FUSE_COMMFD': str(theirs.fileno())}
    command = ['fusermount3', *(['-o', options] if options else []), '--', folder]
    program = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
    theirs.close()
    devices = socket.recv_fds(ours, 1, 1)[1]
    status = program.wait()
    if not devices:
        sys.exit(status or 1)
    if os.fork() != 0:
        return
    os.setsid()
    signal.signal(signal.SIGTERM, lambda *_: end(folder))
    null = os.open('/dev/null', os.O_RDWR)
    for number in range(3):
        os.dup2(null, number)
    if mode == 'stuck':
        threading.Thread(target=lambda: os.stat(f'{folder}/anything')).start()
    serve(devices[0], mode == 'answers')


def end(folder):
    """As one that has to store something first."""
    time.sleep(0.5)
    with open(f'{folder}.ended', 'w') as note:
        note.write('in good order')
    os._exit(0)


def serve(device, answers):
    while True:
        try:
            request = os.read(device, 1 << 17)
        except OSError:
            return
        kind, number, node = struct.unpack_from('<4xIQQ', request)
        error, body = reply(kind, node, request[40:]) if answers or kind == 26 else (None, b'')
        if error is not None:
            os.write(device, struct.pack('<IiQ', 16 + len(body), -error, number) + body)


def reply(kind, node, body):
    if kind == 26:
        ahead = struct.unpack_from('<8xI', body)[0]
        return 0, struct.pack('<IIIIHHIIHHI28x', 7, 31, ahead, 0, 12, 9, 65536, 1, 0, 0, 0)
    if kind in (2, 36, 42):
        return None, b''
    if kind == 1:
        if body.rstrip(b'\0') != b'hello':
            return 2, b''
        return 0, struct.pack('<QQQQII', 2, 0, 1, 1, 0, 0) + facts(2)
    if kind == 3:
        return 0, struct.pack('<QII', 1, 0, 0) + facts(node)
    if kind in (14, 27):
        return 0, bytes(16)
    if kind in (15, 28):
        offset, size = struct.unpack_from('<8xQI', body)
        names = struct.pack('<QQII8s', 2, 1, 5, 8, b'hello')
        return 0, (DATA if kind == 15 else names)[offset : offset + size] if kind == 15 or offset == 0 else b''
    return (0, b'') if kind in (18, 25, 29) else (38, b'')


def facts(node):
    is_folder = node == 1
    mode = 0o40755 if is_folder else 0o100644
    return struct.pack('<QQQ24x12xIIIIIII', node, 0 if is_folder else len(DATA), 1, mode, 1, 0, 0, 0, 4096, 0)


def ask(request):
    print(answer(request), end='')


def answer(request):
    door = connected(f'{DOOR}/ask')
    told = json.loads(door.makefile().readline())
    if 'error' in told:
        return f'{json.dumps(told)}\n'
    mounter = connected(f'{DOOR}/{told["socket"]}')
    mounter.sendall(request.encode() + b'\n')
    return mounter.makefile().readline() or 'nothing\n'


def connected(path):
    while True:
        door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            door.connect(path)
            return door
        except (FileNotFoundError, ConnectionRefusedError):
            door.close()
            time.sleep(0.05)


def swap(folder, link):
    os.makedirs(folder, exist_ok=True)
    os.symlink(link, f'{folder}.link')
    exchange = ctypes.CDLL(None).renameat2
    one, other = folder.encode(), f'{folder}.link'.encode()
    while True:
        # Never absent: either the one or the other. Fails while something is mounted there.
        exchange(-100, one, -100, other, 2)


{'mount': mount, 'ask': ask, 'swap': swap}[sys.argv[1]](*sys.argv[2:])
