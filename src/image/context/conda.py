#!/usr/bin/python3
"""A stand-in for conda, for scripts and people that were told to use it: environments are Python's own (venv), packages
are pip's from PyPI. It answers the everyday commands and refuses every other by name; it is not conda, and says so.
`activate` and `deactivate` change the shell and are in etc/profile.d/conda.sh."""

import argparse
import os
import re
import shutil
import subprocess
import sys

BASE = "/opt/carrel/venv"
ENVIRONMENTS = "/anaconda/envs"
OWN_VERSION = "%d.%d" % sys.version_info[:2]
ABOUT = "conda (Carrel's stand-in: environments of venv, packages of PyPI)"


def main():
    arguments = sys.argv[1:]
    # As conda has it both ways: `conda env list`, `conda env remove`.
    if arguments[:1] == ["env"]:
        arguments = ["env-" + (arguments[1] if len(arguments) > 1 else "list"), *arguments[2:]]
    command = arguments[0] if arguments else "--help"
    if command in ("--version", "-V"):
        print(ABOUT)
    elif command in ("--help", "-h", "help"):
        print(f"{ABOUT}\nCommands: {', '.join(shown(each) for each in ('activate', 'deactivate', 'run', *COMMANDS) if each != 'prefix')}")
    elif command in ("activate", "deactivate"):
        stop(f"'conda {command}' needs the shell: run '. /anaconda/etc/profile.d/conda.sh' before it")
    elif command == "run":
        run(arguments[1:])
    elif command in COMMANDS:
        COMMANDS[command](parse(command, arguments[1:]))
    else:
        stop(f"'conda {shown(command)}' is not offered by this stand-in for conda")


def parse(command, arguments):
    parser = argparse.ArgumentParser(prog=f"conda {shown(command)}", allow_abbrev=False)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("-n", "--name")
    where.add_argument("-p", "--prefix")
    parser.add_argument("-y", "--yes", action="store_true", help="nothing is asked anyway")
    parser.add_argument("-q", "--quiet", action="store_true")
    parser.add_argument("-c", "--channel", action="append", default=[], help="not asked: packages are PyPI's")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("packages", nargs="*")
    options = parser.parse_intermixed_args(arguments)
    if options.channel:
        note(f"channel {', '.join(options.channel)} is not asked; packages come from PyPI")
    return options


def create(options):
    prefix = target(options)
    if prefix is None:
        stop("one of -n NAME and -p PREFIX is needed")
    if os.path.exists(prefix):
        stop(f"the environment {prefix} is there already; remove it first: conda remove -p {prefix} --all")
    pythons = [each for each in options.packages if re.fullmatch(r"python([=<>!~].*)?", each)]
    python = interpreter(pythons[0] if pythons else "python")
    try:
        subprocess.run([python, "-m", "venv", prefix], check=True)
        install_into(prefix, [each for each in options.packages if each not in pythons], options.quiet)
    except BaseException:
        shutil.rmtree(prefix, ignore_errors=True)
        raise
    print(f"# To activate this environment, use\n#\n#     $ conda activate {options.name or prefix}")


def interpreter(requirement):
    """Another version serves when somebody installed it; else the one there is, with a word about it."""
    wanted = re.search(r"(\d+)\.(\d+)", requirement)
    version = ".".join(wanted.groups()) if wanted else OWN_VERSION
    found = shutil.which(f"python{version}")
    if found:
        return found
    note(f"Python {version} is not installed in this node; the environment gets its Python {OWN_VERSION}")
    return sys.executable


def install(options):
    if not options.packages:
        stop("name the packages to install")
    install_into(existing(target(options) or active()), options.packages, options.quiet)


def install_into(prefix, packages, is_quiet):
    pip(prefix, ["install", *(["--quiet"] if is_quiet else []), *map(requirement, packages)], packages)


def remove(options):
    prefix = existing(target(options) or active())
    if options.all:
        if prefix == BASE:
            stop("base cannot be removed")
        shutil.rmtree(prefix)
    elif options.packages:
        pip(prefix, ["uninstall", "--yes", *options.packages], options.packages)
    else:
        stop("name the packages to remove, or --all for the whole environment")


def remove_environment(options):
    options.all = True
    if target(options) is None:
        stop("one of -n NAME and -p PREFIX is needed")
    remove(options)


def list_environments(_options):
    print("# conda environments (of Carrel's stand-in):\n#")
    names = sorted(os.listdir(ENVIRONMENTS)) if os.path.isdir(ENVIRONMENTS) else []
    for name, prefix in [("base", BASE), *((name, f"{ENVIRONMENTS}/{name}") for name in names)]:
        print(f"{name:<20} {'*' if prefix == os.environ.get('CONDA_PREFIX') else ' '} {prefix}")


def list_packages(options):
    pip(existing(target(options) or active()), ["list"], ["list"])


def print_prefix(options):
    print(existing(prefix_of(options.packages[0] if options.packages else "base")))


def run(arguments):
    parser = argparse.ArgumentParser(prog="conda run", allow_abbrev=False)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("-n", "--name")
    where.add_argument("-p", "--prefix")
    # Output is never held back here, which is what these ask for.
    parser.add_argument("--no-capture-output", "--live-stream", action="store_true")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    if not options.command:
        stop("say which command to run")
    prefix = existing(target(options) or active())
    os.environ["CONDA_PREFIX"] = prefix
    os.environ["CONDA_DEFAULT_ENV"] = "base" if prefix == BASE else os.path.basename(prefix)
    os.environ["PATH"] = f"{prefix}/bin:{os.environ.get('PATH', os.defpath)}"
    try:
        os.execvp(options.command[0], options.command)
    except OSError as error:
        stop(f"cannot run {options.command[0]}: {error.strerror}")


def target(options):
    return prefix_of(options.name or options.prefix) if options.name or options.prefix else None


def prefix_of(name):
    if name in ("base", "root"):
        return BASE
    if "/" in name:
        return os.path.realpath(name)
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*", name):
        stop(f"{name!r} cannot name an environment")
    return f"{ENVIRONMENTS}/{name}"


def active():
    return os.environ.get("CONDA_PREFIX") or BASE


def existing(prefix):
    if not os.path.exists(f"{prefix}/bin/python"):
        stop(f"there is no environment {prefix}; 'conda env list' shows those there are")
    return prefix


def requirement(package):
    """conda's `name=1.2` is pip's `name==1.2.*`; what has more than one sign is pip's own already."""
    found = re.fullmatch(r"([^=<>!~ ]+)=([^=<>!~]+)", package)
    return f"{found[1]}=={found[2].removesuffix('.*').removesuffix('*')}.*" if found else package


def pip(prefix, arguments, packages):
    if packages:
        done = subprocess.run([f"{prefix}/bin/python", "-m", "pip", "--disable-pip-version-check", *arguments])
        if done.returncode != 0:
            sys.exit(done.returncode)


def shown(command):
    return command.replace("env-", "env ")


def note(text):
    print(f"conda (stand-in): {text}", file=sys.stderr)


def stop(text):
    note(text)
    sys.exit(1)


COMMANDS = {
    "create": create,
    "install": install,
    "remove": remove,
    "uninstall": remove,
    "list": list_packages,
    "env-list": list_environments,
    "env-remove": remove_environment,
    "prefix": print_prefix,
}

main()
