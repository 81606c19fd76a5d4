// Ids and hashes shortened in the middle: both ends are what people compare.

const HEAD = 6;
/** What is no longer than this is read as a whole: serial numbers, names. */
const WHOLE = 24;
const TAIL = 4;

/** A long id with its middle left out; the word before the first dash stays, since it says what it is. */
export function shortId(id: string): string {
  const [, kind = '', rest = id] = /^([a-zA-Z]+-)(.+)$/.exec(id) ?? [];
  // What cannot be told from a word is not cut.
  const isWord = kind !== '' && !/^[a-z2-7]{20,}$/.test(rest);
  const text = isWord ? id : rest;
  if (text.length <= WHOLE) return id;
  return `${isWord ? '' : kind}${text.slice(0, HEAD)}…${text.slice(-TAIL)}`;
}
