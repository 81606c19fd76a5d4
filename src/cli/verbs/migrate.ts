// `touchmark migrate`: brings the ledger of an older release to this one, by executing its log anew.

import { resolve } from 'node:path';
import { migrateHome } from '#node/migrate.ts';
import { parseVerb } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';

/** @returns 0, also where there was nothing to do */
export async function runMigrate(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('migrate', args);
  const home = resolve(io.cwd, values.home ?? '.touchmark');
  const migration = await migrateHome(home, (done, of) => io.progress(`${done} of ${of} entries`));
  io.progress('');
  const { from, to, entries, kept } = migration;
  if (values.json === true) io.out(jsonLine({ from, to, ...(entries === undefined ? {} : { entries, kept }) }));
  else if (entries === undefined) io.out(`the ledger is of layout ${to} already: nothing was changed`);
  else {
    io.out(`${entries} entries were executed anew: root and state are the same. The file is of layout ${to} now.`);
    io.out(`The file of layout ${from} is kept as ${kept}: remove it when you no longer need it.`);
  }
  return EXIT.ok;
}
