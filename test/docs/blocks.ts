// Commands in a Markdown page that its reader can trust: a fenced block of sh right after the comment <!-- run --> is run,
// and the lines of a block of text right after it must come out, in their order. `…` stands for anything within a line.

/** Commands and what they must print. */
export type Block = { readonly line: number; readonly commands: string; readonly expected: readonly string[] };

/** The blocks of a page that are to be run. */
export function blocksOf(page: string): readonly Block[] {
  const pattern = /^<!-- run -->\n+```sh\n([\s\S]*?)^```\n(?:\n*```text\n([\s\S]*?)^```\n)?/gm;
  return [...page.matchAll(pattern)].map(({ index, 1: commands = '', 2: text = '' }) => ({
    line: page.slice(0, index).split('\n').length,
    commands,
    expected: text.split('\n').filter((line) => line.trim() !== ''),
  }));
}

/** Marks of a page that no block of sh follows: a run that nobody would miss. */
export function strayMarks(page: string): number {
  return (page.match(/<!-- run -->/g)?.length ?? 0) - blocksOf(page).length;
}

/** The first expected line that the output does not have after the ones before it, or undefined. */
export function firstMissing(expected: readonly string[], output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trimEnd());
  let from = 0;
  for (const line of expected) {
    const pattern = new RegExp(`^${line.trimEnd().split('…').map(RegExp.escape).join('.*')}$`);
    const at = lines.findIndex((one, i) => i >= from && pattern.test(one));
    if (at < 0) return line;
    from = at + 1;
  }
  return undefined;
}
