// The verbs that need nothing but files: they check, show and make what others can check.

import { PROCESSES, UNITS } from '../roles.ts';
import { flag, JSON_FLAG, needs, text, verb } from '../verb.ts';

/** By their words. */
export const FILE_VERBS = {
  tour: verb({
    words: '',
    most: 0,
    says: 'plays one order from its file to a part that can prove itself',
    about: 'Plays one order from its file to a part that can prove itself. No network, no account, no question asked.',
    options: {
      data: text('<folder>', 'the order’s files; by default samples/plate-order'),
      home: text('<folder>', 'where the ledger lies; by default .touchmark'),
      fresh: flag('starts over'),
      exit: flag('stops after the story'),
      tamper: {
        ...text('<what>', 'tries an attack and sees it stopped: file, bid, machine-log, ledger or licence'),
        oneOf: ['file', 'bid', 'machine-log', 'ledger', 'licence'],
      },
    },
    examples: ['tour --exit', 'tour --tamper ledger'],
  }),
  verify: verb({
    words: '<bundle>',
    most: 1,
    says: 'says what an evidence bundle proves; needs no ledger and no network',
    about:
      'Says what an evidence bundle proves: who signed what, when, what came of it, and where it stands in the log. The last line is the verdict: "genuine", "consistent, not anchored", or "NOT genuine:" with the place that is wrong.',
    options: {
      ledger: text(
        '<id>',
        'the ledger that it must be of. Without it an invented ledger could show the same: exit code 3',
      ),
      policy: text(
        '<file>',
        'whose signatures the checkpoint needs, as JSON: {"needed": 2, "keys": ["…", "…"]}, each key Ed25519 in base64url or a verifier key. Without it: one of the nodes that the founders named',
      ),
      json: JSON_FLAG,
    },
    examples: [
      'verify part-0007.json --ledger k3v…',
      'verify part-0007.json --ledger k3v… --policy witnesses.json --json',
    ],
  }),
  audit: verb({
    words: '<ledger.db>',
    most: 1,
    says: 'executes a whole ledger anew and names what is wrong first',
    about:
      'Trusts nothing in a ledger file: checks every signature, executes every statement anew, and holds every row of the file against what that gave. Names the first entry, block or row that is wrong. The file may be in use, and is not changed.',
    options: { json: JSON_FLAG },
    examples: ['audit .touchmark/ledger.db', 'audit copy.db --json'],
  }),
  show: verb({
    words: '<file | place>',
    most: 1,
    says: 'says what a file is, or what stands at a place of a ledger file',
    about:
      'Says in plain words what a file is: a signed statement with all that it binds its signer to, a receipt, a bundle, an export, a checkpoint, a key file, a founding document; or what stands at a place of a ledger: an entry’s number, a transaction, or contract/record/id. It shows, and does not check. Characters that could be mistaken are written \\u{…}: all but printable ASCII and the letters of Latin-1.',
    options: { ledger: text('<ledger.db>', 'looks for the place in this ledger file'), json: JSON_FLAG },
    examples: [
      'show order.cose',
      'show --ledger .touchmark/ledger.db 42',
      'show --ledger .touchmark/ledger.db membership/actor/acme/buyer',
    ],
  }),
  model: verb({
    words: '<file>',
    most: 1,
    says: 'says what a model file holds, notes on making it, and an indicative price',
    about:
      'Reads an STL, 3MF or STEP file: unit, box, volume, surface, thinnest wall; then what of it stands in the way of making it by a process, with the figures, and what it would cost by a table of rates. Nothing is sent anywhere. A note that stops is exit code 1. How each figure comes about: docs/making.md.',
    options: {
      process: { ...needs('<process>', 'how it is to be made: ISO/ASTM 52900 or DIN 8580'), oneOf: PROCESSES },
      unit: { ...text('<unit>', 'the unit of an STL file, which has none'), oneOf: UNITS },
      envelope: text('<mm>', 'the machine’s workspace, as 600x500x400'),
      tolerance: text('<µm>', 'the tightest that is asked, half of its width'),
      'least-wall': text('<µm>', 'what the shop holds, in place of the rule of thumb'),
      material: text('<name>', 'as the rates name it; without it there is no price'),
      quantity: text('<n>', 'how many; by default 1'),
      rates: text('<file>', 'the shop’s rates; by default samples/default-rates.json, which are assumed'),
      json: JSON_FLAG,
    },
    examples: [
      'model plate.step --process separating --material "EN AW-6082" --quantity 4',
      'model gear.stl --unit millimeter --process powderBedFusion --envelope 250x250x300 --json',
    ],
  }),
  'keys new': verb({
    words: '<member/name>',
    most: 1,
    says: 'makes an actor’s encrypted key file',
    about:
      'Makes an actor’s signing and encryption key and writes them encrypted; an existing file is never overwritten. The passphrase comes from TOUCHMARK_PASSPHRASE, or is asked for; it is never an argument, which others can read.',
    options: { out: needs('<file>', 'the key file'), json: JSON_FLAG },
    examples: ['keys new acme/buyer --out buyer.key'],
  }),
  'keys show': verb({
    words: '<file>',
    most: 1,
    says: 'shows what others may know of a key file',
    about: 'Prints what others may know of a key file: its actor, thumbprint and public keys. Needs no passphrase.',
    options: { json: JSON_FLAG },
    examples: ['keys show buyer.key'],
  }),
  'keys check': verb({
    words: '<file>',
    most: 1,
    says: 'says whether the passphrase opens a key file',
    about: 'Says whether the passphrase opens the file: exit code 1 where it does not.',
    options: { json: JSON_FLAG },
    examples: ['keys check buyer.key'],
  }),
  'keys request': verb({
    words: '<key file>',
    most: 1,
    says: 'writes the request by which an administrator enrols a key',
    about:
      'Writes what an administrator needs to enrol the key of a key file on a ledger: the public keys and the proof that their holder has the private half. It holds no secret.',
    options: {
      ledger: text('<id>', 'the ledger to be enrolled on; or TOUCHMARK_LEDGER'),
      out: needs('<file>', 'the request'),
      json: JSON_FLAG,
    },
    examples: ['keys request buyer-2.key --ledger k3v… --out buyer-2.json'],
  }),
  completion: verb({
    words: '<bash | zsh | fish>',
    most: 1,
    says: 'prints a shell’s completion of verbs, options and contracts',
    about:
      'Prints a script for a shell, which then completes verbs, options, contracts, actions, their fields, and records.',
    options: {},
    examples: ['completion bash > touchmark-completion.sh, and source that file in ~/.bashrc'],
  }),
} as const;
