// `touchmark completion`: a script for a shell. It asks this program at each key: what it suggests is always what this
// release has.

import { needed, parseVerb, usage } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import { suggestions } from '../suggestions.ts';

const SCRIPTS: { readonly [shell: string]: string } = {
  bash: `_touchmark() {
  local IFS=$'\\n'
  COMPREPLY=($(touchmark completion suggest -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _touchmark touchmark`,
  zsh: `#compdef touchmark
_touchmark() {
  local -a found
  found=("\${(@f)$(touchmark completion suggest -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found[1]" ]]; then compadd -a found; else _files; fi
}
compdef _touchmark touchmark`,
  fish: `function __touchmark
  set -l words (commandline -opc) (commandline -ct)
  touchmark completion suggest -- $words[2..-1] 2>/dev/null
end
complete -c touchmark -a '(__touchmark)'`,
};

/** Prints a script, or, to a script that asks, what may come next. @returns 0 */
export async function runCompletion(args: readonly string[], io: Io): Promise<number> {
  if (args[0] === 'suggest' && args[1] === '--') {
    for (const word of suggestions(args.slice(2))) io.out(word);
    return EXIT.ok;
  }
  const { positionals } = parseVerb('completion', args);
  const shell = needed(positionals[0], 'the shell');
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined) throw usage(`completion knows ${Object.keys(SCRIPTS).join(', ')}, not ${shell}`);
  for (const line of script.split('\n')) io.out(line);
  return EXIT.ok;
}
