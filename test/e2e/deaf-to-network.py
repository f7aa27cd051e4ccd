#!/usr/bin/env python3
"""Starts a program that hears nothing of the machine's network coming and going.

A browser drops what it is loading when an address of its machine changes (ERR_NETWORK_CHANGED), and here each network of
Docker is one: the browser stands for one on another machine, so it gets no netlink socket. The program is in the variable PROGRAM; all arguments are its own.
"""

import ctypes
import os
import platform
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
AF_NETLINK, EAFNOSUPPORT = 16, 97
SOCKET = {"x86_64": 41, "aarch64": 198}[platform.machine()]
LOAD, EQUALS, RETURN = 0x20, 0x15, 0x06
CALL, FIRST_ARGUMENT = 0, 16

INSTRUCTIONS = [
    (LOAD, 0, 0, CALL),
    (EQUALS, 0, 3, SOCKET),
    (LOAD, 0, 0, FIRST_ARGUMENT),
    (EQUALS, 0, 1, AF_NETLINK),
    (RETURN, 0, 0, REFUSE | EAFNOSUPPORT),
    (RETURN, 0, 0, ALLOW),
]


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


libc = ctypes.CDLL(None, use_errno=True)
program = Program(len(INSTRUCTIONS), b"".join(struct.pack("HBBI", *each) for each in INSTRUCTIONS))
for call in [(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)]:
    if libc.prctl(*call) != 0:
        sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")
os.execv(os.environ["PROGRAM"], [os.environ["PROGRAM"], *sys.argv[1:]])
