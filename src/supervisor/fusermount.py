# The node's fusermount, fusermount3 and umount.fuse: what FUSE programs call to have a folder mounted. No program in a
# node may mount, so it asks at the node's door (a socket from outside), is told where its request is taken, and hands the
# descriptor it gets to the program that called it. It has no rights of its own, and none are needed to replace it.
# Stays behind to unmount what its program has left: a dead mount is in everybody's way.

import array
import errno
import json
import os
import re
import select
import socket
import sys
import time

DOOR = '/carrel/door'
PATIENCE_S = 30
CLOSED_S = 1
LOOK_AGAIN_S = 2


def main():
    program, *words = sys.argv[1:]
    if program == 'clear':
        for path in {each['path'] for each in fuse_mounts()}:
            clear(path)
        return
    name = os.path.basename(program)
    asked = parse(name, words)
    try:
        if asked['unmounts']:
            ask({'action': 'unmount', 'target': place(asked['target']), 'lazy': asked['lazy']})
        else:
            mount(asked)
    except (OSError, ValueError, EOFError) as error:
        if not asked['quiet']:
            print(f'{name}: {error}', file=sys.stderr)
        sys.exit(1)


def parse(name, words):
    isUmount = name.startswith('umount')
    asked = {'unmounts': isUmount, 'lazy': False, 'quiet': False, 'options': [], 'comm': os.environ.get('_FUSE_COMMFD')}
    targets = []
    while words:
        word = words.pop(0)
        if word == '--':
            targets += words
            break
        if not word.startswith('-') or word == '-':
            targets.append(word)
        elif word in ('-V', '--version'):
            print(f'{name} version: 3.14.0')
            sys.exit(0)
        elif word in ('-h', '--help'):
            print(f'usage: {name} [-o options] folder, or {name} -u [-z] [-q] folder')
            sys.exit(0)
        elif word.startswith('--comm-fd'):
            asked['comm'] = word.partition('=')[2] or (words.pop(0) if words else None)
        elif word == '--auto-unmount':
            pass
        elif word.startswith('-o'):
            asked['options'].append(word[2:] or (words.pop(0) if words else ''))
        elif isUmount and word in ('-t', '-N'):
            words[:1] = []
        else:
            flags(name, asked, word)
    if len(targets) != 1:
        sys.exit(f'{name}: one folder has to be named')
    return {**asked, 'target': targets[0]}


def flags(name, asked, word):
    for letter in word[1:]:
        if letter == 'u':
            asked['unmounts'] = True
        elif letter == 'z' or (letter in 'lf' and asked['unmounts']):
            asked['lazy'] = True
        elif letter == 'q':
            asked['quiet'] = True
        elif letter not in 'Unvr':
            sys.exit(f'{name}: the option -{letter} is not known')


def mount(asked):
    if asked['comm'] is None:
        raise ValueError('it is called by FUSE programs such as sshfs, and mounts nothing by itself')
    target = os.path.realpath(asked['target'])
    clear(target)
    said, device = ask({'action': 'mount', 'target': target, 'options': ','.join(asked['options'])})
    with socket.socket(fileno=os.dup(int(asked['comm']))) as program:
        program.sendmsg([b'\0'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [device]))])
    if os.fork() == 0:
        watch(target, said['minor'], device)


def place(path):
    """The folder above may be reached by links; the last name is the mount, and is not looked at."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def clear(target):
    """What a program left that was killed with whoever watched it. A file system that is slow is not taken for dead."""
    there = [each for each in fuse_mounts() if each['path'] == target]
    if not there:
        return
    child = os.fork()
    if child == 0:
        try:
            # Nobody else is told anything, by user and by group.
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(there[-1]['group'])
                os.setuid(there[-1]['user'])
            # The kernel answers a stat from what it remembers; this it asks.
            os.statvfs(target)
        except OSError as error:
            # Aborted: it died while it was asked.
            os._exit(1 if error.errno in (errno.ENOTCONN, errno.ECONNABORTED) else 0)
        os._exit(0)
    for _ in range(40):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended != 0:
            if os.waitstatus_to_exitcode(status) == 1:
                ask({'action': 'unmount', 'target': target, 'lazy': True})
            return
        time.sleep(0.05)
    os.kill(child, 9)


def is_mounted(target, minor):
    return any(each['path'] == target and each['minor'] == minor for each in fuse_mounts())


def fuse_mounts():
    with open('/proc/self/mountinfo', 'rb') as table:
        lines = [os.fsdecode(line).rstrip('\n').split(' ') for line in table]
    for fields in lines:
        kind, _, options = fields[fields.index('-') + 1 :][:3]
        if kind != 'fuse' and not kind.startswith('fuse.'):
            continue
        user, group = (re.search(rf'(?:^|,){name}_id=(\d+)', options) for name in ('user', 'group'))
        yield {
            'path': re.sub(r'\\([0-7]{3})', lambda octal: chr(int(octal[1], 8)), fields[4]),
            'minor': int(fields[2].split(':')[1]),
            'user': int(user[1]) if user else 0,
            'group': int(group[1]) if group else 0,
        }


def ask(request):
    if not os.path.isdir(DOOR):
        raise ValueError('this instance was made before file systems could be mounted in it: a new one can')
    told = json.loads(read_line(connected(f'{DOOR}/ask'))[0])
    if 'error' in told:
        raise ValueError(told['error'])
    mounter = connected(f'{DOOR}/{told["socket"]}')
    mounter.sendall(json.dumps(request).encode() + b'\n')
    line, devices = read_line(mounter)
    said = json.loads(line)
    if 'error' in said:
        raise ValueError(said['error'])
    return said, devices[0] if devices else None


def connected(path):
    """The server may be starting, and so may what it sends for. A door that is not there is closed: the node stops."""
    since = time.monotonic()
    while True:
        door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        door.settimeout(2 * PATIENCE_S)
        try:
            door.connect(path)
            return door
        except (FileNotFoundError, ConnectionRefusedError) as error:
            door.close()
            waited = time.monotonic() - since
            isClosed = isinstance(error, FileNotFoundError) and path.endswith('/ask')
            if waited > (CLOSED_S if isClosed else PATIENCE_S):
                raise ValueError('nobody answers outside this instance; try again later') from None
            time.sleep(0.05)


def read_line(door):
    text, devices = b'', []
    while not text.endswith(b'\n'):
        piece, more, _, _ = socket.recv_fds(door, 4096, 1)
        if piece == b'':
            raise EOFError('the answer was cut off; try again')
        text, devices = text + piece, devices + more
    return text, devices


def watch(target, minor, device):
    """Until the connection's last descriptor is closed, or its mount is gone. Holds neither."""
    os.setsid()
    os.chdir('/')
    ends = select.epoll()
    ends.register(device, 0)
    kept = ends.fileno()
    for number in map(int, os.listdir('/proc/self/fd')):
        if number != kept:
            try:
                os.close(number)
            except OSError:
                pass
    for number in range(3):
        if number != kept:
            os.open('/dev/null', os.O_RDWR)
    try:
        while not ends.poll(LOOK_AGAIN_S) and has_descriptor(kept):
            if not is_mounted(target, minor):
                os._exit(0)
        if is_mounted(target, minor):
            ask({'action': 'unmount', 'target': target, 'lazy': True})
    finally:
        os._exit(0)


def has_descriptor(ends):
    """A file that is closed everywhere leaves an epoll by itself."""
    with open(f'/proc/self/fdinfo/{ends}') as facts:
        return 'tfd:' in facts.read()


main()
