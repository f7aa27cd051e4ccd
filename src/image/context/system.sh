#!/bin/sh
# Debian's packages and the trust store. The host's own authorities stay in the image, so that pip and git inside a node
# reach what the host reaches; proxies and mirrors of apt too.
set -eu
host=/tmp/carrel-build/host

if [ -s "$host/sources.list" ]; then
  rm -f /etc/apt/sources.list.d/*.sources
  cp "$host/sources.list" /etc/apt/sources.list
fi
[ ! -s "$host/apt.conf" ] || cp "$host/apt.conf" /etc/apt/apt.conf.d/90host
# Until ca-certificates is there, an https mirror is checked against the host's bundle.
[ ! -s "$host/ca-bundle.crt" ] || printf 'Acquire::https::CaInfo "%s/ca-bundle.crt";\n' "$host" >/etc/apt/apt.conf.d/91build

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends \
  bash-completion ca-certificates curl git iproute2 iputils-ping less locales nano openssh-client openssh-server \
  openmpi-bin openssh-sftp-server procps python3 python3-venv r-base-core r-cran-irkernel rsync sudo tini tmux unzip \
  vim-tiny xz-utils

# For containers: one does not read another process's memory, so messages on a node go by shared memory alone; and nodes
# share the host's processors, so no process is bound to one of them.
cat >>/etc/openmpi/openmpi-mca-params.conf <<'END'
btl = self,vader,tcp
pml = ob1
btl_vader_single_copy_mechanism = none
hwloc_base_binding_policy = none
plm_rsh_agent = ssh
END

mkdir -p /usr/local/share/ca-certificates/host
for certificate in "$host"/authorities/*.crt; do
  [ ! -f "$certificate" ] || cp "$certificate" /usr/local/share/ca-certificates/host/
done
update-ca-certificates

# A host key or a machine id that several nodes share would let one pass for another.
rm -f /etc/ssh/ssh_host_* /etc/apt/apt.conf.d/91build
: >/etc/machine-id
mkdir -p /run/sshd
apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/apt /var/log/dpkg.log
