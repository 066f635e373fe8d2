import { PROGRAM } from '../globals.ts'

/**
 * Completion for each shell: the words up to the cursor go to the hidden command `__complete`, which answers one
 * candidate a line (a tab before its description) and last `:files` or `:words`.
 */
export const SCRIPTS: Record<string, string> = {
  bash: `# bash completion for ${PROGRAM}
_${PROGRAM}() {
  local words=() word glue=
  # Bash breaks words at = and :, the program does not.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ -n $glue || $word == [=:]* ]] && ((\${#words[@]} > 0)); then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    glue=
    if [[ $word == [=:] ]]; then glue=1; fi
  done
  local typed="\${words[\${#words[@]}-1]}" line directive=
  # What bash takes for the part before the word under the cursor.
  local prefix="\${typed%"\${COMP_WORDS[COMP_CWORD]#[=:]}"}"
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) directive=$line ;;
      *)
        line="\${line%%$'\\t'*}"
        COMPREPLY+=("\${line#"$prefix"}")
        ;;
    esac
  done < <(${PROGRAM} __complete -- "\${words[@]}" 2>/dev/null)
  if [[ $directive == :words ]]; then
    compopt +o default 2>/dev/null
  fi
  if ((\${#COMPREPLY[@]} == 1)) && [[ \${COMPREPLY[0]} == *[/:=] ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -o default -F _${PROGRAM} ${PROGRAM}
`,
  zsh: `#compdef ${PROGRAM}
compdef _${PROGRAM} ${PROGRAM}
# zsh completion for ${PROGRAM}
_${PROGRAM}() {
  local -a candidates
  local line word directive
  while IFS= read -r line; do
    if [[ $line == :* ]]; then
      directive=$line
    else
      word=\${line%%$'\\t'*}
      word=\${word//:/\\\\:}
      if [[ $line == *$'\\t'* ]]; then word+=":\${line#*$'\\t'}"; fi
      candidates+=("$word")
    fi
  done < <(${PROGRAM} __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} > 0 )); then
    _describe '${PROGRAM}' candidates
  elif [[ $directive == :files ]]; then
    _files
  fi
}
if [ "$funcstack[1]" = "_${PROGRAM}" ]; then
  _${PROGRAM}
fi
`,
  fish: `# fish completion for ${PROGRAM}
function __${PROGRAM}_complete
  set -l words (commandline -opc)
  set -l typed (commandline -ct)
  set -e words[1]
  for line in (${PROGRAM} __complete -- $words "$typed" 2>/dev/null)
    switch $line
      case ':files'
        __fish_complete_path (commandline -ct)
      case ':*'
      case '*'
        echo $line
    end
  end
end
complete -c ${PROGRAM} -f -a '(__${PROGRAM}_complete)'
`,
  powershell: `# PowerShell completion for ${PROGRAM}
Register-ArgumentCompleter -Native -CommandName '${PROGRAM}' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  # An empty argument would be lost.
  if ($wordToComplete -eq '') { $words += '""' }
  & ${PROGRAM} __complete -- @words 2>$null | Where-Object { $_ -notlike ':*' } | ForEach-Object {
    $word, $help = $_ -split "\`t", 2
    if (-not $help) { $help = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $help)
  }
}
`,
}
