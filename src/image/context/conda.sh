# The part of the stand-in for conda that changes the shell it is in: any POSIX shell. The rest is /anaconda/bin/conda.
# A real conda whose own file is read later takes its place.

conda() {
  case "${1-}" in
    activate) __conda_activate "${2-base}" ;;
    deactivate) __conda_deactivate ;;
    *) /anaconda/bin/conda "$@" ;;
  esac
}

# Environments are stacked as conda stacks them: to deactivate one is to be back in the one before.
__conda_activate() {
  __conda_new=$(/anaconda/bin/conda prefix "$1") || return 1
  if [ -n "${CONDA_PREFIX-}" ]; then
    eval "CONDA_PREFIX_${CONDA_SHLVL:-1}=\$CONDA_PREFIX"
  fi
  CONDA_SHLVL=$((${CONDA_SHLVL:-0} + 1))
  __conda_enter "$__conda_new"
}

__conda_deactivate() {
  [ "${CONDA_SHLVL:-0}" -gt 0 ] || return 0
  CONDA_SHLVL=$((CONDA_SHLVL - 1))
  if [ "$CONDA_SHLVL" -eq 0 ]; then
    __conda_enter ''
  else
    eval "__conda_new=\$CONDA_PREFIX_$CONDA_SHLVL; unset CONDA_PREFIX_$CONDA_SHLVL"
    __conda_enter "$__conda_new"
  fi
}

# Leaves what is active, and enters the environment in this folder; empty: none.
__conda_enter() {
  [ -z "${PS1-}" ] || PS1=${PS1#"${CONDA_PROMPT_MODIFIER-}"}
  if [ -n "${CONDA_PREFIX-}" ]; then
    __conda_paths=":$PATH:"
    case "$__conda_paths" in
      *":$CONDA_PREFIX/bin:"*)
        __conda_paths=${__conda_paths%%":$CONDA_PREFIX/bin:"*}:${__conda_paths#*":$CONDA_PREFIX/bin:"} ;;
    esac
    __conda_paths=${__conda_paths#:}
    PATH=${__conda_paths%:}
  fi
  unset CONDA_PREFIX CONDA_DEFAULT_ENV CONDA_PROMPT_MODIFIER
  if [ -n "$1" ]; then
    CONDA_PREFIX=$1
    CONDA_DEFAULT_ENV=${1##*/}
    [ "$1" != /opt/carrel/venv ] || CONDA_DEFAULT_ENV=base
    CONDA_PROMPT_MODIFIER="($CONDA_DEFAULT_ENV) "
    PATH=$CONDA_PREFIX/bin:$PATH
    [ -z "${PS1-}" ] || PS1=$CONDA_PROMPT_MODIFIER$PS1
    export CONDA_PREFIX CONDA_DEFAULT_ENV CONDA_PROMPT_MODIFIER
  fi
  export PATH CONDA_SHLVL
  hash -r
}
