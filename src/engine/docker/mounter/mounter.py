# The one program that mounts for a node. It runs for one request, in a container of its own made from the image as it was
# built, and enters the node's mount namespace with everything loaded: no file of the node is ever read or run in it.
# Promise: it mounts nothing but FUSE, nosuid and nodev, on a folder of the node's own disks that it holds open; it unmounts
# nothing but FUSE; it never asks anything of a file system that a program of the node answers for.
#
# Arguments: process id and container id of the node, name of the socket to answer at, most mounts, the node's own disks.

import ctypes
import errno
import json
import os
import re
import select
import signal
import socket
import struct
import sys

DOOR, RECORDS, CONNECTIONS = '/door', '/records', '/connections'
PLACES = ('home', 'mnt', 'media', 'data', 'srv', 'tmp')
PATIENCE_S = 20
MAX_REQUEST = 16384
CLONE_NEWNS = 0x20000
MNT_FORCE, MNT_DETACH, UMOUNT_NOFOLLOW = 1, 2, 8
MS_NOSUID, MS_NODEV = 2, 4
FLAGS = {'ro': 1, 'noexec': 8, 'sync': 16, 'dirsync': 128, 'noatime': 1024, 'nodiratime': 2048, 'relatime': 1 << 21}
# Options that say what holds anyway, or what only other programs act on.
WITHOUT_EFFECT = ('rw', 'nosuid', 'nodev', 'exec', 'async', 'atime', 'diratime', 'auto_unmount', 'nonempty')
FOLDER = os.O_PATH | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC

libc = ctypes.CDLL(None, use_errno=True)
libc.mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]
libc.umount2.argtypes = [ctypes.c_char_p, ctypes.c_int]
libc.setns.argtypes = [ctypes.c_int, ctypes.c_int]
proc = os.open('/proc', os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)


class Refusal(Exception):
    pass


def main():
    signal.alarm(2 * PATIENCE_S)
    pid, container, name, limit, *disks = sys.argv[1:]
    namespace = open_namespace(pid, container)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    path = os.path.join(DOOR, name)
    listener.bind(path)
    try:
        os.chmod(path, 0o666)
        listener.listen(1)
        client = listener.accept()[0]
    finally:
        os.unlink(path)
    node = {'namespace': namespace, 'limit': int(limit), 'disks': disks}
    try:
        _, uid, gid = struct.unpack('3i', client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        said = answer(client, node, {**read_request(client), 'uid': uid, 'gid': gid})
    except Refusal as refusal:
        said = {'error': str(refusal)}
    try:
        client.sendall(b'' if said is None else json.dumps(said).encode() + b'\n')
    except OSError:
        pass


def open_namespace(pid, container):
    """A process id may be another's by now: what is read here is all of one process."""
    process = os.open(pid, os.O_PATH | os.O_DIRECTORY, dir_fd=proc)
    with open(os.open('cgroup', os.O_RDONLY, dir_fd=process)) as groups:
        if container not in groups.read():
            sys.exit('the node is gone')
    return os.open('ns/mnt', os.O_RDONLY | os.O_CLOEXEC, dir_fd=process)


def read_request(client):
    text = b''
    while not text.endswith(b'\n'):
        piece = client.recv(4096)
        text += piece
        if not piece or len(text) > MAX_REQUEST:
            raise Refusal('the request was cut off')
    try:
        request = json.loads(text)
        target, options = request['target'], request.get('options', '')
        if not isinstance(target, str) or not isinstance(options, str) or '\0' in target + options:
            raise ValueError
        path = [os.fsencode(part) for part in target.split('/') if part != '']
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal('the request cannot be read') from None
    if not target.startswith('/') or not path or b'.' in path or b'..' in path:
        raise Refusal(f'{target!r} is no absolute path')
    return {'action': request.get('action'), 'lazy': request.get('lazy') is True, 'path': path, 'options': options}


def answer(client, node, request):
    if request['action'] == 'unmount':
        minor = within(node, lambda: unmount(request))
        forget(minor)
        return {'ok': True}
    if request['action'] == 'mount':
        return hand_over(client, node, request)
    raise Refusal('the request cannot be read')


def hand_over(client, node, request):
    kind, source, flags, data = parse_options(request)
    if living() >= node['limit']:
        raise Refusal(f'{node["limit"]} file systems are mounted: that is the most an instance may have')
    device = os.open('/dev/fuse', os.O_RDWR | os.O_CLOEXEC)
    data = f'fd={device},{data}'.encode()
    minor = within(node, lambda: mount(node, request, (kind, source, flags, data)))
    try:
        # Before anybody has the connection: what hangs in it can be ended from outside whatever becomes of the mount.
        remember(minor)
        socket.send_fds(client, [json.dumps({'ok': True, 'minor': minor}).encode() + b'\n'], [device])
    except OSError as error:
        within(node, lambda: unmount({**request, 'lazy': True}))
        forget(minor)
        raise Refusal(os.strerror(error.errno)) from None


def parse_options(request):
    """What the kernel is told, made anew: nothing of it is the node's own text but names that were checked."""
    flags, words, name, kind = MS_NOSUID | MS_NODEV, [], 'fuse', ''
    uid, gid = request['uid'], request['gid']
    for option in split_options(request['options']):
        key, _, value = option.partition('=')
        if option in FLAGS:
            flags |= FLAGS[option]
        elif option in ('allow_other', 'default_permissions'):
            words.append(option)
        elif key in ('max_read', 'blksize') and re.fullmatch('[0-9]{1,9}', value):
            words += [option] if key == 'max_read' else []
        elif key == 'fsname':
            name = value
        elif key == 'subtype' and re.fullmatch('[A-Za-z0-9_][A-Za-z0-9._-]{0,31}', value):
            kind = value
        elif option in ('suid', 'dev'):
            raise Refusal(f'nothing is mounted with {option} in an instance')
        elif option not in WITHOUT_EFFECT and not option.startswith('x-') and option != '':
            raise Refusal(f'the option {option!r} is not known')
    if len(os.fsencode(name)) > 255 or not name.isprintable():
        raise Refusal('fsname is too long, or cannot be shown')
    data = ','.join([f'rootmode=40000,user_id={uid},group_id={gid}', *words])
    return f'fuse.{kind}' if kind else 'fuse', name or 'fuse', flags, data


def split_options(text):
    """At commas; a backslash makes the next character part of the option."""
    return [re.sub(r'\\(.)', r'\1', option) for option in re.findall(r'((?:\\.|[^,\\])+)', text)]


def within(node, work):
    """In the node's mount namespace, in a process that does nothing else: what it answers, or throws."""
    inner, outer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(PATIENCE_S)
            check(libc.setns(node['namespace'], CLONE_NEWNS))
            said = ['ok', work()]
        except Refusal as refusal:
            said = ['refused', str(refusal)]
        except OSError as error:
            said = ['error', error.errno]
        except BaseException:
            said = ['error', errno.EIO]
        os.write(outer, json.dumps(said).encode())
        os._exit(0)
    os.close(outer)
    ready, _, _ = select.select([inner], [], [], PATIENCE_S)
    text = os.read(inner, 65536) if ready else b''
    if not text:
        os.kill(child, signal.SIGKILL)
        raise Refusal('the node did not answer in time')
    os.waitpid(child, 0)
    how, value = json.loads(text)
    if how == 'ok':
        return value
    raise Refusal(value if how == 'refused' else os.strerror(value))


def check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), '')


# From here on: in the node's mount namespace. Nothing is loaded, run or read but by descriptor.


def mount(node, request, how):
    kind, source, flags, data = how
    path, uid = request['path'], request['uid']
    shown = os.fsdecode(b'/' + b'/'.join(path))
    before = mounts()
    if os.fsdecode(path[0]) not in PLACES or (len(path) == 1 and shown in ('/home', '/mnt', '/tmp')):
        raise Refusal(f'{shown}: file systems are mounted below /home, /mnt, /media, /data, /srv and /tmp alone')
    if any(each['path'] == shown or each['path'].startswith(f'{shown}/') for each in before.values()):
        raise Refusal(f'{shown}: something is mounted there or below it')
    folder = walk(path, before, node['disks'])
    facts = os.stat(folder)
    if uid != 0 and facts.st_uid != uid:
        raise Refusal(f'{shown} belongs to somebody else')
    os.fchdir(folder)
    check(libc.mount(os.fsencode(source), b'.', kind.encode(), flags, data))
    made = [each for number, each in mounts().items() if before.get(number) != each and each['isFuse']]
    if len(made) != 1:
        raise Refusal('the mount cannot be found')
    return made[0]['minor']


def unmount(request):
    path, uid = request['path'], request['uid']
    shown = os.fsdecode(b'/' + b'/'.join(path))
    known = mounts()
    there = [number for number, each in known.items() if each['path'] == shown]
    if not there or not known[there[-1]]['isFuse']:
        raise Refusal(f'{shown}: no file system of a program is mounted there')
    mine = known[there[-1]]
    if uid != 0 and f'user_id={uid}' not in mine['options']:
        raise Refusal(f'{shown} was mounted by somebody else')
    parent = walk(path[:-1], known, None)
    root = os.open(path[-1], FOLDER, dir_fd=parent)
    if mount_of(root) != there[-1]:
        raise Refusal(f'{shown}: the path has changed')
    if request['lazy']:
        # By the open folder itself, and with its connection ended: nothing can hang in it out of sight.
        os.fchdir(os.open('self/fd', os.O_PATH | os.O_DIRECTORY, dir_fd=proc))
        check(libc.umount2(str(root).encode(), MNT_FORCE | MNT_DETACH))
    else:
        # The open folder would keep it busy. What takes its place meanwhile can only be another mount of the node's own
        # disks: no name can change where the kernel's file systems are mounted.
        os.close(root)
        os.fchdir(parent)
        check(libc.umount2(path[-1], UMOUNT_NOFOLLOW))
    return mine['minor']


def walk(path, known, disks):
    """Name by name, through no link, and never into a file system that could wait for a program of the node."""
    here = os.open(b'/', os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    for name in [*path, None]:
        on = known.get(mount_of(here))
        if on is None or on['isFuse']:
            raise Refusal('the path leads through a file system that is mounted')
        if disks is not None and (on['path'] not in disks or on['isShared']):
            raise Refusal('the folder is none of the instance’s own disks: shares and datastores are mounts already')
        if name is None:
            return here
        try:
            there = os.open(name, FOLDER, dir_fd=here)
        except NotADirectoryError:
            raise Refusal(f'{os.fsdecode(name)} is no folder, or a link') from None
        os.close(here)
        here = there


def mount_of(folder):
    with open(os.open(f'self/fdinfo/{folder}', os.O_RDONLY, dir_fd=proc), 'rb') as facts:
        return int(re.search(rb'^mnt_id:\s*(\d+)', facts.read(), re.M)[1])


def mounts():
    """By number, in the order they were made."""
    with open(os.open('self/mountinfo', os.O_RDONLY, dir_fd=proc), 'rb') as table:
        lines = [os.fsdecode(line).split(' ') for line in table.read().split(b'\n') if line]
    return {int(fields[0]): facts_of(fields) for fields in lines}


def facts_of(fields):
    end = fields.index('-')
    kind = fields[end + 1]
    return {
        'minor': int(fields[2].split(':')[1]),
        'path': re.sub(r'\\([0-7]{3})', lambda octal: chr(int(octal[1], 8)), fields[4]),
        'isFuse': kind == 'fuse' or kind.startswith('fuse.'),
        'isShared': any(tag.startswith('shared:') for tag in fields[6:end]),
        'options': fields[end + 3].split(','),
    }


# Outside the node again.


def living():
    """Connections of the node, also those whose mount went with the folder below it."""
    known = [number for number in os.listdir(RECORDS) if number.isdigit()]
    for number in known:
        with open(os.path.join(RECORDS, number)) as record:
            if record.read() != identity(number):
                forget(number)
    return len(os.listdir(RECORDS))


def remember(minor):
    with open(os.path.join(RECORDS, str(minor)), 'w') as record:
        record.write(identity(minor))


def identity(minor):
    """The number of a connection is used again; the kernel's folder of it is another one."""
    try:
        facts = os.stat(os.path.join(CONNECTIONS, str(minor)))
    except FileNotFoundError:
        return 'gone'
    return f'{facts.st_ino} {facts.st_ctime_ns}'


def forget(minor):
    try:
        os.unlink(os.path.join(RECORDS, str(minor)))
    except FileNotFoundError:
        pass


main()
