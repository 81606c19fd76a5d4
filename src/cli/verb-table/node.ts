// The verbs of whoever runs a node: founding, serving, copying, moving to a new release.

import { settingsReference } from '#node/config.ts';
import { ACTOR_ROLES } from '../roles.ts';
import { flag, JSON_FLAG, needs, type Options, text, texts, verb } from '../verb.ts';
import { kebab } from '../words.ts';

const HOME = text('<folder>', 'the node’s folder; by default .touchmark');

/** Settings of the server as options; the values are read by the server's own table. */
function settingOptions(isOption: (name: string) => boolean): Options {
  const rows = settingsReference().filter(({ name }) => isOption(name));
  return Object.fromEntries(
    rows.map(({ name, says, expected, fallback }) => {
      const usual = fallback === '' ? '' : `; by default ${fallback}`;
      return [kebab(name), text('<value>', `${says.replace(/\.$/, '').replaceAll('`', '')}: ${expected}${usual}`)];
    }),
  );
}

const CONFIG = text('<file>', 'the configuration file; by default touchmark.json in the home folder');
/** Settings that only a replica has. */
const OF_REPLICAS = ['origin', 'peers', 'witness'];

/** By their words. */
export const NODE_VERBS = {
  init: verb({
    words: '',
    most: 0,
    says: 'founds a ledger: its first member with keys, its node, its genesis',
    about:
      'Founds a ledger with one member: makes the encrypted key files of its root, its administrator and its first person in <home>/keys, the node’s own key, and the genesis. Other companies join later: touchmark join.',
    options: {
      home: HOME,
      name: needs('<text>', 'the ledger’s name'),
      member: needs('<id>', 'the founding member: a word in lower case, for ever'),
      'member-name': needs('<text>', 'its name as others read it'),
      role: {
        ...texts('<role>', 'a person’s role for daily work; may stand several times; by default buyer'),
        oneOf: ACTOR_ROLES,
      },
      json: JSON_FLAG,
    },
    examples: ['init --name "Plate works" --member acme --member-name "Acme GmbH" --role buyer --role quality'],
  }),
  serve: verb({
    words: '',
    most: 0,
    says: 'serves the ledger of a home folder over HTTP',
    about:
      'Serves the ledger of a home folder until it is stopped (SIGINT or SIGTERM): then it takes no more requests, ends those under way and closes the ledger. Every setting can also stand in the configuration file or in a variable, TOUCHMARK_ and its name; an option goes before both. The log goes to stderr, one JSON object a line; on a terminal, one line a request.',
    options: {
      config: CONFIG,
      ...settingOptions((name) => !OF_REPLICAS.includes(name)),
      'demo-actors': text(
        '<folder>',
        'key files of the tour’s cast, handed to browsers on this computer: for a demo, and for no other keys',
      ),
    },
    examples: ['serve', 'serve --home /srv/plates --port 4800 --public-address https://ledger.example.com'],
  }),
  replica: verb({
    words: '',
    most: 0,
    says: 'follows a node: executes its log anew, serves reads, and may co-sign',
    about:
      'Follows another member’s node until it is stopped: executes its log anew, holds every block against its own, and serves what it executed to read. With --witness it co-signs each checkpoint after storing what it signs. Where the origin is found dishonest it says where, keeps the evidence in <home>/evidence, signs no more, and ends with exit code 1 when it is stopped.',
    options: {
      from: needs('<url>', 'the node to follow'),
      ledger: text('<id>', 'the ledger that it must be of; or TOUCHMARK_LEDGER'),
      as: text('<file>', 'the key file of an actor of the role node, as whom the log is read; or TOUCHMARK_KEY'),
      witness: text('<name>', 'co-signs checkpoints under this name, which the member registers on the ledger'),
      config: CONFIG,
      ...settingOptions((name) => name !== 'origin' && name !== 'witness'),
    },
    examples: [
      'replica --from https://ledger.example.com --ledger k3v… --home replica --as node.key',
      'replica --from https://… --ledger k3v… --home replica --as node.key --witness carter.example/w1',
    ],
  }),
  backup: verb({
    words: '',
    most: 0,
    says: 'copies what a node holds, also while it runs',
    about:
      'Copies the ledger and the node’s own records as they are now to a new folder, reads the copy again, and lists the files of the vault with their sizes: these never change, so any tool may copy them. The node’s key stays where it is: whoever has it can sign another history in this node’s name.',
    options: {
      home: HOME,
      out: needs('<folder>', 'a new folder for the copy'),
      'with-node-key': flag('copies the node’s key too: keep that copy as safe as the node'),
      audit: flag('executes the copied ledger anew, as touchmark audit does'),
      json: JSON_FLAG,
    },
    examples: ['backup --out backups/monday', 'backup --home /srv/plates --out backups/plates --audit'],
  }),
  restore: verb({
    words: '<backup>',
    most: 1,
    says: 'puts a backup into an empty home folder, to be read',
    about:
      'Puts a backup into an empty home folder after checking every byte of it. What was restored can be read, audited and exported; it is not served as the ledger, since the lost node may have answered for statements that came after the backup: going on from it would sign a second history.',
    options: { home: HOME, json: JSON_FLAG },
    examples: ['restore backups/monday --home restored'],
  }),
  migrate: verb({
    words: '',
    most: 0,
    says: 'brings a ledger file of an older release to this one',
    about:
      'Executes the log of an older ledger file into a new file of this release, compares root and state, and puts it in the old one’s place; that is kept as ledger.db.before-migration. The node must be stopped. Where anything differs, nothing is changed.',
    options: { home: HOME, json: JSON_FLAG },
    examples: ['migrate --home /srv/plates'],
  }),
} as const;
