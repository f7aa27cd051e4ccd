#!/bin/sh
# JupyterLab in an environment of its own, byte-compiled, so that the first start in a node compiles nothing. It belongs
# to the node's user: `pip install` in a notebook or a terminal works without sudo and lives on the OS disk.
set -eu
build=/tmp/carrel-build
venv=/opt/carrel/venv

[ ! -s "$build/host/pip.conf" ] || cp "$build/host/pip.conf" /etc/pip.conf
[ ! -s "$build/host/npmrc" ] || cp "$build/host/npmrc" /etc/npmrc
export PIP_CERT=/etc/ssl/certs/ca-certificates.crt PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# An empty build argument is not the same as an absent one to pip.
for name in PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_TRUSTED_HOST; do
  eval "value=\${$name:-}"
  [ -n "$value" ] || unset "$name"
done

python3 -m venv "$venv"
"$venv/bin/pip" install --progress-bar off -r "$build/requirements.txt"
"$venv/bin/python" -m compileall -q "$venv/lib" || true
# A node looks up no news and no updates: it may have no way out, and nobody asked.
"$venv/bin/jupyter" labextension disable @jupyterlab/apputils-extension:announcements
"$venv/bin/jupyter" labextension lock @jupyterlab/apputils-extension:announcements
rm -rf /root/.cache /root/.local /root/.npm
chown -R 1000:1000 "$venv"
