#!/bin/sh
# The node's user as Azure names it, made ahead for speed, without a password and without rights: the supervisor gives
# sudo and keys where the node asks for them.
set -eu

groupadd --gid 1000 azureuser
useradd --uid 1000 --gid 1000 --create-home --shell /bin/bash azureuser
passwd --lock azureuser >/dev/null

# Sign-ins through sshd and sudo do not see the image's environment.
cat >/etc/environment <<'END'
PATH=/opt/carrel/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LANG=C.UTF-8
BASH_ENV=/anaconda/etc/profile.d/conda.sh
SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
END
# A login shell's /etc/profile resets PATH.
cat >/etc/profile.d/carrel.sh <<'END'
case ":$PATH:" in
  *:/opt/carrel/venv/bin:*) ;;
  *) PATH=/opt/carrel/venv/bin:$PATH ;;
esac
END
# `conda activate` works in every bash: in one that reads a script by BASH_ENV above.
ln -s /anaconda/etc/profile.d/conda.sh /etc/profile.d/conda.sh
echo '. /anaconda/etc/profile.d/conda.sh' >>/etc/bash.bashrc
sudoers=/etc/sudoers.d/carrel-path
printf '%s\n' 'Defaults secure_path="/opt/carrel/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"' >"$sudoers"
chmod 0440 "$sudoers"
