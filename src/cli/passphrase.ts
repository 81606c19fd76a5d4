// A passphrase: from TOUCHMARK_PASSPHRASE or the terminal, never from an argument, which other processes can read.

import { usage } from './arguments.ts';
import type { Io } from './io.ts';
import { PASSPHRASE_LEAST, PASSPHRASE_MOST } from './limits.ts';

/** @param asked `twice` for a passphrase that is new, so that a slip of the finger is noticed @throws Fault `usage_wrong` */
export async function passphraseFrom(io: Io, asked: 'once' | 'twice', what = ''): Promise<string> {
  const given = io.env.TOUCHMARK_PASSPHRASE;
  if (given === undefined && !io.isTty) throw usage('there is no terminal to ask at: set TOUCHMARK_PASSPHRASE');
  const passphrase = given ?? (await io.askHidden(what === '' ? 'Passphrase: ' : `Passphrase of ${what}: `));
  if (asked === 'once') return passphrase;
  const { length } = [...passphrase];
  if (length < PASSPHRASE_LEAST || length > PASSPHRASE_MOST) {
    throw usage(`a passphrase has ${PASSPHRASE_LEAST} to ${PASSPHRASE_MOST} characters, this has ${length}`);
  }
  if (given === undefined && (await io.askHidden('Again: ')) !== passphrase) throw usage('the two passphrases differ');
  return passphrase;
}
