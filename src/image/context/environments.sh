#!/bin/sh
# The kernels beside Python's own, and a stand-in for conda where Azure has conda. No channel of conda is asked: what
# this makes is the same everywhere. Programs stay root's, environments and R's library are the user's.
set -eu
build=/tmp/carrel-build
base=/opt/carrel/venv
kernels=/usr/local/share/jupyter/kernels
environment=/anaconda/envs/azureml_py38

mkdir -p "$kernels"
cp -r /usr/lib/R/site-library/IRkernel/kernelspec "$kernels/ir"
mkdir -p /usr/local/lib/R/site-library
chown -R 1000:1000 /usr/local/lib/R/site-library

install -D -m 0755 "$build/conda.py" /anaconda/bin/conda
install -D -m 0644 "$build/conda.sh" /anaconda/etc/profile.d/conda.sh
ln -s /anaconda/bin/conda /usr/local/bin/conda

# It has what the first environment has, and keeps what is installed in it to itself.
python3 -m venv "$environment"
packages=$(echo "$environment"/lib/python3.*/site-packages)
echo "$base/lib/${packages#"$environment/lib/"}" >"$packages/carrel-base.pth"
mkdir -p "$kernels/python38-azureml"
version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
cat >"$kernels/python38-azureml/kernel.json" <<END
{
  "argv": ["$environment/bin/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
  "display_name": "Python 3.8 - AzureML (stand-in: Python $version)",
  "language": "python",
  "env": {
    "CONDA_DEFAULT_ENV": "azureml_py38",
    "CONDA_PREFIX": "$environment",
    "PATH": "$environment/bin:\${PATH}"
  },
  "metadata": { "debugger": true }
}
END
chown -R 1000:1000 /anaconda/envs
