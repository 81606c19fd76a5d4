// The tour's cast for visitors of its console: the key files as they lie in its home, still sealed under the passphrase
// that everyone knows. Files of anyone else are not handed out.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#core/fault.ts';
import type { DemoActors } from '#node/http/routes/demo.ts';
import { readKeyFile } from '#sdk/key-file.ts';
import { DEMO_PASSPHRASE, MEMBERS } from './cast.ts';

/** Reads the key files of a tour. @throws Fault `demo_keys_invalid` where one is not of the cast, `key_file_invalid` */
export function readDemoActors(folder: string): DemoActors {
  const does = new Map(MEMBERS.map(({ member, name, does: work }) => [member, `${name} ${work}`]));
  const actors = readdirSync(folder)
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { actor } = readKeyFile(path);
      const work = does.get(actor.split('/')[0] ?? '');
      if (work === undefined) throw new Fault('demo_keys_invalid', `${path} is of ${actor}, who is not of the tour`);
      return { actor, does: work, keyFile: readFileSync(path, 'utf8') };
    });
  return { passphrase: DEMO_PASSPHRASE, actors };
}
