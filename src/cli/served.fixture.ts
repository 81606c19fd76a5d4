// A served ledger for tests of verbs: its actors have key files in a temporary folder, and command lines find the node, the
// ledger and the passphrase in their environment.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import { enrolmentOf } from '#sdk/new-key.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { type Surroundings, touchmark } from './io.fixture.ts';

/** Of every key file of these tests. */
export const PASSPHRASE = 'a passphrase for this test';

type Role = 'quality' | 'engineer' | 'agent' | 'sales';

/** A served ledger with a folder to work in. */
export type ServedFolder = {
  readonly server: TestServer;
  readonly path: string;
  file(name: string): string;
  /** A command line; `key` names the key file, without its ending. */
  as(key: string | undefined, args: readonly string[], more?: Partial<Surroundings>): ReturnType<typeof touchmark>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Serves a new ledger of acme and borealis. @param actors `member/role`, each with a key file `role.key` */
export async function servedFolder(actors: readonly (readonly [member: string, role: Role])[]): Promise<ServedFolder> {
  const folder = temporaryFolder();
  const server = await newServer(folder.file('home'));
  for (const [member, role] of actors) {
    const id = `${member}/${role}`;
    const keys = await createKeyFile(folder.file(`${role}.key`), id, PASSPHRASE);
    const kind = role === 'agent' ? 'agent' : 'person';
    const own = await enrolmentOf(keys, server.node.ledger.id);
    await server
      .client(`${member}/admin`)
      .do(membershipInterface, 'enrolActor', { id, kind, role, mandate: [], ...own });
  }
  return {
    server,
    path: folder.path,
    file: folder.file,
    as: (key, args, more = {}) => {
      const env = {
        TOUCHMARK_URL: server.url,
        TOUCHMARK_LEDGER: server.node.ledger.id,
        TOUCHMARK_PASSPHRASE: PASSPHRASE,
        ...(key === undefined ? {} : { TOUCHMARK_KEY: `${key}.key` }),
        ...more.env,
      };
      return touchmark(args, { cwd: folder.path, ...more, env });
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
