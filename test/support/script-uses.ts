// CI-70: what set-up scripts are written for. Each proves itself: it ends with another status than 0 when what it did
// cannot be used. Nothing is taken from outside but from the package index and the distribution.

export const scriptUses: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: 'installs a package of Python, from the index or, where there is none, from a folder',
    text: `sudo -u azureuser -i <<'EOF'
set -e
mkdir -p /tmp/own && cd /tmp/own
printf 'from setuptools import setup\\nsetup(name="carrel-own", version="1.0", py_modules=["carrel_own"])\\n' > setup.py
echo 'answer = 42' > carrel_own.py
if pip install numpy; then python -c 'import numpy; print(numpy.__version__)'
else pip install --no-build-isolation . && python -c 'import carrel_own; assert carrel_own.answer == 42'
fi
EOF`,
  },
  { title: 'installs a tool', text: 'apt-get update -qq && apt-get install -y -qq tree && tree --version' },
  {
    title: 'brings data to the temporary disk',
    text: `mkdir -p /mnt/data && cp admin/data.txt /mnt/data/ && ln -sfn /mnt/data /home/azureuser/data
sudo -u azureuser -i <<'EOF'
grep beside data/data.txt
EOF`,
  },
  {
    title: 'makes an environment with a kernel of Jupyter',
    text: `sudo -u azureuser -i <<'EOF'
set -e
python -m venv --system-site-packages ~/envs/own
python -m ipykernel install --user --name own --display-name Own
jupyter kernelspec list | grep own
EOF`,
  },
  {
    title: 'clones a repository and says who commits',
    text: `sudo -u azureuser -i <<'EOF'
set -e
git config --global user.name Ana && git config --global user.email ana@example.org
git init -q /tmp/origin && cd /tmp/origin && echo hi > a && git add a && git commit -q -m first
git clone -q file:///tmp/origin ~/repository && git -C ~/repository log --format=%an | grep Ana
EOF`,
  },
  {
    title: 'sets a proxy and a variable for every shell',
    text: `cat > /etc/profile.d/own.sh <<'EOF'
export http_proxy=http://proxy.example:3128 OWN=yes
EOF
sudo -u azureuser -i <<'EOF'
test "$OWN" = yes && test "$http_proxy" = http://proxy.example:3128
EOF
rm /etc/profile.d/own.sh`,
  },
  {
    title: 'installs an extension of JupyterLab',
    text: `sudo -u azureuser -i <<'EOF'
set -e
own=~/.local/share/jupyter/labextensions/own
mkdir -p $own/static
echo '{"name":"own","version":"1.0.0","jupyterlab":{"_build":{"load":"static/remoteEntry.js"}}}' > $own/package.json
echo 'var own={init:()=>{},get:()=>Promise.resolve(()=>({}))}' > $own/static/remoteEntry.js
jupyter labextension list 2>&1 | grep own
EOF`,
  },
]
