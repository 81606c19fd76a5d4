// The verbs of those who use a ledger: they ask a node, and sign on this side.

import { ACTOR_ROLES, PURPOSES } from '../roles.ts';
import { CONNECTION, flag, JSON_FLAG, needs, text, texts, verb } from '../verb.ts';

const YES = flag('signs without asking, for scripts');

const AGENT_PACE = {
  once: flag('ends when it has done what there is to do now; exit code 1 where something waits for a person'),
  pause: text('<ms>', 'between two looks; by default 5000'),
  ...CONNECTION,
  json: flag('prints one JSON object a line, for each decision'),
} as const;

/** By their words. */
export const CLIENT_VERBS = {
  call: verb({
    words: '<contract> <action>',
    most: 2,
    says: 'signs an action and submits it',
    about:
      'Builds an action from its fields, shows the signing sheet, asks, signs it on this side and submits it. Prints the outcome, the ids of what was made, and the events. Each field of the action is an option; touchmark call <contract> <action> --help lists them. A contract’s refusal is exit code 1, a statement that was not taken 4.',
    options: {
      input: text('<file>', 'the whole input as JSON, - for standard input; fields given as options go before it'),
      yes: YES,
      ...CONNECTION,
      json: JSON_FLAG,
    },
    examples: ['call procurement acceptOrder --id order-0… --as sales.key', 'call procurement placeOrder --help'],
  }),
  list: verb({
    words: '<contract> <record>',
    most: 2,
    says: 'lists records that you may see',
    about:
      'Lists records in the order of their ids, as far as the one who asks may see them; without a key file, what is public. Each index of the record is an option; touchmark list <contract> <record> --help lists them.',
    options: {
      limit: text('<n>', 'at most so many; by default 100'),
      ...CONNECTION,
      csv: flag('prints CSV with all fields'),
      json: flag('prints one JSON object a line'),
    },
    examples: ['list procurement order --state placed --as buyer.key', 'list membership member'],
  }),
  get: verb({
    words: '<contract> <record> <id>',
    most: 3,
    says: 'shows one record',
    about: 'Shows one record with all its fields, where the one who asks may see it.',
    options: { ...CONNECTION, json: JSON_FLAG },
    examples: ['get procurement order order-0… --as buyer.key --json'],
  }),
  standing: verb({
    words: '<member>',
    most: 1,
    says: 'shows the track record of a member, as a seller and as a buyer',
    about:
      'Adds up what the ledger counted for a member, month by month: units in time, accepted and sent back, how long answers took, how it pays, disputes. Each share stands with the number that it is a share of. Customers and prices are not named; members see it, anyone without a key does not. What was sent back and what was paid on invoice is the word of the other side.',
    options: {
      months: text('<n>', 'up to and with this month, in UTC; by default 12'),
      ...CONNECTION,
      json: flag('prints one JSON object a line, with the counts'),
    },
    examples: ['standing borealis --as buyer.key', 'standing acme --months 36 --as sales.key'],
  }),
  watch: verb({
    words: '',
    most: 0,
    says: 'follows the ledger: a line for each statement that you may see',
    about:
      'Prints a line for each statement as it becomes durable, as far as the one who follows may see it, until it is stopped. A connection that breaks is taken up again behind the last line.',
    options: {
      after: text('<index>', 'begins behind this entry; by default with what comes now'),
      contract: text('<name>', 'only this contract’s'),
      ...CONNECTION,
      json: flag('prints one JSON object a line'),
    },
    examples: ['watch --contract procurement --as buyer.key', 'watch --after 0 --json'],
  }),
  upload: verb({
    words: '<file>',
    most: 1,
    says: 'seals a file, registers it and stores it at the node',
    about:
      'Encrypts a file on this side, registers it on the ledger by the hash of its ciphertext, and stores that at the node, which learns neither content nor name. With --reader it also lets another actor read it.',
    options: {
      'media-type': text('<type>', 'what the file is; by default application/octet-stream'),
      reader: texts('<actor>', 'lets this actor read it too; may stand several times'),
      purpose: {
        ...text('<purpose>', `why they may: ${PURPOSES.join(', ')}; by default ${PURPOSES[0]}`),
        oneOf: PURPOSES,
      },
      days: text('<n>', 'for so many days; by default 30'),
      yes: YES,
      ...CONNECTION,
      json: JSON_FLAG,
    },
    examples: ['upload plate.step --as designer.key', 'upload plate.step --as designer.key --reader borealis/engineer'],
  }),
  download: verb({
    words: '<blob>',
    most: 1,
    says: 'fetches a file that you own or were granted, and opens it',
    about:
      'Fetches a file’s ciphertext, opens it on this side, and holds it against what its owner committed to. The file takes its name only when all of it was right. Each download is noted at the node.',
    options: { out: text('<file>', 'where to; by default the file’s own name here'), ...CONNECTION, json: JSON_FLAG },
    examples: ['download 3q2-7w… --out plate.step --as engineer.key'],
  }),
  export: verb({
    words: '<contract> <record>',
    most: 2,
    says: 'writes a whole list to a file',
    about:
      'Writes all records that the one who asks may see to a new file. In CSV a text that a spreadsheet would run begins with one apostrophe more. Each index of the record is an option, as for list.',
    options: {
      format: { ...text('<format>', 'csv or json (one object a line); by default csv'), oneOf: ['csv', 'json'] },
      out: needs('<file>', 'a new file'),
      ...CONNECTION,
      json: JSON_FLAG,
    },
    examples: ['export procurement order --out orders.csv --as buyer.key'],
  }),
  ubl: verb({
    words: '<order>',
    most: 1,
    says: 'writes the UBL documents of an order to a new folder',
    about:
      'Writes Order, OrderResponse, OrderChange, DespatchAdvice, ReceiptAdvice and Invoice of UBL 2.1, each as far as what the one who asks may see supports it, and prints what the ledger has of the order that is in none of them. Nothing is invented. When its seller answered, and each payment, stands in the log, which is looked through from its placing on as far as the one who asks may see it.',
    options: {
      out: needs('<folder>', 'a new folder'),
      'delivery-place': text('<file>', 'what opens the commitment to it, as the inbox wrote it beside the statement'),
      ...CONNECTION,
      json: JSON_FLAG,
    },
    examples: [
      'ubl order-0… --out order-4711 --as buyer.key',
      'ubl order-0… --out order-4711 --delivery-place 1.1.delivery-place.json --as sales.key',
    ],
  }),
  inbox: verb({
    words: '',
    most: 0,
    says: 'makes statements of files that are dropped into a folder, by an agent’s key',
    about:
      'Looks at the subfolders orders (CSV, UBL), results (QIF) and machine-logs of a folder until it is stopped. What a dropped file means stands in inbox.json there; docs/inbox.md has an example. Each file is taken into a folder of its own, with the statements that were signed for it and outcome.json, and ends in done or rejected. The same content is never signed for twice; after a break-off, start it again: it goes on. A file that exceeds the agent’s mandate waits for a person. With --once the exit code is 1 where a file was refused, failed or waits, and 4 where the node was not reached.',
    options: {
      folder: needs('<folder>', 'the inbox, with inbox.json'),
      once: flag('ends when it has done what there is to do'),
      pause: text('<ms>', 'between two looks; by default 2000'),
      ...CONNECTION,
      json: flag('prints one JSON object a line, for each file'),
    },
    examples: [
      'inbox --folder inbox --as agent.key --node https://ledger.example.com --ledger k3v…',
      'inbox --folder inbox --once --json',
    ],
  }),
  'agent sell': verb({
    words: '',
    most: 0,
    says: 'bids for a shop by its price rules, within an agent’s mandate',
    about:
      'Looks at every request that the shop may bid on until it is stopped: reckons a price by price-rules.json of its folder, seals it, opens it or hands it over in time, contests, answers counter-offers, and settles. Each decision is printed with its reasons and kept in decisions.jsonl there. What the rules or the mandate do not cover waits for a person, who changes the rules, or signs it with a key of their own: --take, with a folder of their own. agent.db holds what opens the sealed bids: keep it. docs/agents.md has an example.',
    options: {
      folder: needs('<folder>', 'the agent’s, with price-rules.json'),
      take: texts('<request>', 'a person signs for this request alone, whatever it comes to; may stand several times'),
      yes: YES,
      ...AGENT_PACE,
    },
    examples: [
      'agent sell --folder selling --as agent.key --node https://ledger.example.com --ledger k3v…',
      'agent sell --folder mine --take rfq-0… --as sales.key --once',
    ],
  }),
  'agent buy': verb({
    words: '',
    most: 0,
    says: 'finds a maker for each need by a policy, within an agent’s mandate',
    about:
      'For each need in needs.json of its folder it asks the approved shops that qualify, reads the bids that are handed over, puts the best on the ledger, awards by the published rule, and tells the others their place: by buying-policy.json there, until it is stopped. Each decision is printed with its reasons and kept in decisions.jsonl. What the policy or the mandate does not cover waits for a person. agent.db holds which request a need became: keep it. docs/agents.md has an example.',
    options: { folder: needs('<folder>', 'the agent’s, with buying-policy.json and needs.json'), ...AGENT_PACE },
    examples: ['agent buy --folder buying --as agent.key --node https://ledger.example.com --ledger k3v…'],
  }),
  'join request': verb({
    words: '',
    most: 0,
    says: 'a newcomer’s side of joining: makes keys and the request',
    about:
      'Makes the encrypted key files of a company’s root, administrator and first person, and a request with their public keys and the proofs that their holders have the private halves. The request holds no secret: send it to the members who sponsor you.',
    options: {
      member: needs('<id>', 'the company: a word in lower case, for ever'),
      name: needs('<text>', 'its name as others read it'),
      ledger: text('<id>', 'the ledger to join; or TOUCHMARK_LEDGER'),
      keys: text('<folder>', 'for the key files; by default keys'),
      role: {
        ...texts('<role>', 'a person’s role for daily work; may stand several times; by default sales'),
        oneOf: ACTOR_ROLES,
      },
      out: needs('<file>', 'the request'),
      json: JSON_FLAG,
    },
    examples: ['join request --member carter --name "Carter Ltd" --ledger k3v… --out carter.json'],
  }),
  'join sponsor': verb({
    words: '<request>',
    most: 1,
    says: 'a member’s side of joining: checks a request and sponsors it',
    about:
      'Checks every key and proof of a request, shows it, asks, and signs the sponsorship as an administrator. Where the ledger needs two sponsors, each does this with the same file. Make sure by another way that the request is the company’s.',
    options: { yes: YES, ...CONNECTION, json: JSON_FLAG },
    examples: ['join sponsor carter.json --as admin.key'],
  }),
  'keys rotate': verb({
    words: '<key file>',
    most: 1,
    says: 'replaces an actor’s signing key by a new one',
    about:
      'Makes a new signing key beside the old one (<key file>.new), signs with the old one that it is replaced, and puts the new file in its place once the ledger has accepted that. The encryption key stays, so that files sealed for it can still be opened. After a break-off, run it again: it goes on.',
    options: { yes: YES, ...CONNECTION, json: JSON_FLAG },
    examples: ['keys rotate buyer.key --node https://ledger.example.com'],
  }),
  'keys recover': verb({
    words: '<lost actor> <request>',
    most: 2,
    says: 'an administrator gives an actor who lost the key a new one',
    about:
      'An actor’s id serves once: who lost the key is removed, which revokes it, and enrolled anew under another id with the same kind, role and mandate. The person makes the new key and its request (keys new, keys request); an administrator signs this; for an administrator’s key, each root does. Roots’ keys cannot be recovered: a member has several. Files that were shared with the old id must be granted again.',
    options: { yes: YES, ...CONNECTION, json: JSON_FLAG },
    examples: ['keys recover acme/buyer buyer-2.json --as admin.key'],
  }),
} as const;
