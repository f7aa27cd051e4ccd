// What a shell needs to ask carrel for what may come next. The scripts know nothing of commands: they hand the words over
// and show what comes back, a candidate on a line with a tab before its description, or `:files`.

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/**
 * Readline breaks words at some characters that names may have: what is before the break stays on the line already. It
 * puts words on the line as they are, so each is quoted: a name must not become a command.
 */
const bash = `_carrel() {
  local line="\${COMP_LINE:0:COMP_POINT}" current kept
  local -a words answer
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  current="\${words[-1]}"
  mapfile -t answer < <("$1" __complete -- "\${words[@]:1}" 2>/dev/null)
  COMPREPLY=()
  if [[ \${answer[0]-} == :files ]]; then
    compopt -o default
    return
  fi
  kept="\${current%"\${current##*[@=:]}"}"
  local each
  for each in "\${answer[@]}"; do
    each="\${each%%$'\\t'*}"
    printf -v each %q "\${each#"$kept"}"
    COMPREPLY+=("$each")
  done
}
complete -F _carrel carrel ./carrel
`

const zsh = `#compdef carrel
_carrel() {
  local -a answer candidates
  local each
  answer=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "\${answer[1]}" == ":files" ]]; then
    _files
    return
  fi
  for each in "\${answer[@]}"; do
    [[ -n "$each" ]] && candidates+=("\${\${each%%$'\\t'*}//:/\\\\:}:\${each#*$'\\t'}")
  done
  _describe carrel candidates
}
# A shell that has not begun completion has no compdef.
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
compdef _carrel carrel ./carrel
`

const fish = `function __carrel_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer ($words[1] __complete -- $words[2..-1] 2>/dev/null)
    if test "$answer[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $answer
    end
end
complete -c carrel -f -k -a '(__carrel_complete)'
`

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish }
