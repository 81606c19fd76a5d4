// The help texts, each one screen.

const CODES = `Exit codes: 0 ok · 1 what was checked is wrong · 2 wrong usage · 3 consistent, but not anchored
            4 cannot be read or opened · 70 a bug in touchmark`;

const OVERVIEW = `touchmark: a shared ledger for manufacturing that anyone can check

  touchmark tour                                play one order from file to proven part
  touchmark verify <bundle> --ledger <id>       what an evidence bundle proves; needs no ledger and no network
  touchmark audit <ledger.db>                   execute a whole ledger anew and name what is wrong first
  touchmark show <file>                         what a statement, bundle, export, checkpoint or key file says
  touchmark show --ledger <ledger.db> <place>   what stands at an entry, a transaction or a record
  touchmark keys new|show|check                 an actor’s encrypted key file
  touchmark help <verb>                         more about one of them

verify, audit, show and keys take --json for machines.

${CODES}`;

const TEXTS: { readonly [verb: string]: string } = {
  tour: `touchmark tour [--data <folder>] [--home <folder>] [--fresh] [--exit] [--tamper <what>]

Plays one order from its file to a part that can prove itself. No network, no account, no question asked.

  --data <folder>   the order’s files; by default samples/plate-order
  --home <folder>   where the ledger lies; by default .touchmark
  --fresh           start over
  --exit            stop after the story
  --tamper <what>   try an attack and see it stopped: file, machine-log, ledger or licence

Examples:
  touchmark tour --exit
  touchmark tour --tamper ledger

${CODES}`,
  verify: `touchmark verify <bundle> [--ledger <id>] [--policy <file>] [--json]

Says what an evidence bundle proves: who signed what, when, what came of it, and where it stands in the log. The last
line is the verdict: "genuine", "consistent, not anchored", or "NOT genuine:" with the place that is wrong.

  --ledger <id>     the ledger that it must be of. Without it an invented ledger could show the same: exit code 3
  --policy <file>   whose signatures the checkpoint needs, as JSON: {"needed": 2, "keys": ["…", "…"]}, each key
                    Ed25519 in base64url or a verifier key. Without it: one of the nodes that the founders named

Examples:
  touchmark verify part-0007.json --ledger k3v…
  touchmark verify part-0007.json --ledger k3v… --policy witnesses.json --json

${CODES}`,
  audit: `touchmark audit <ledger.db> [--json]

Trusts nothing in a ledger file: checks every signature, executes every statement anew, and holds every row of the file
against what that gave. Names the first entry, block or row that is wrong. The file may be in use, and is not changed.

Examples:
  touchmark audit .touchmark/ledger.db
  touchmark audit copy.db --json

${CODES}`,
  show: `touchmark show <file> [--json]
touchmark show --ledger <ledger.db> <entry | transaction | contract/record/id> [--json]

Says in plain words what a file is: a signed statement with all that it binds its signer to, a receipt, a bundle, an
export, a checkpoint, a key file, a founding document; or what stands at a place of a ledger. It shows, and does not
check. Characters that could be mistaken are written \\u{…}: all but printable ASCII and the letters of Latin-1.

Examples:
  touchmark show order.cose
  touchmark show --ledger .touchmark/ledger.db 42
  touchmark show --ledger .touchmark/ledger.db membership/actor/acme/buyer

${CODES}`,
  keys: `touchmark keys new <member/name> --out <file> [--json]
touchmark keys show <file> [--json]
touchmark keys check <file> [--json]

new makes an actor’s signing and encryption key and writes them encrypted; an existing file is never overwritten. show
prints what others may know of them. check says whether the passphrase opens the file: exit code 1 where it does not.
The passphrase comes from TOUCHMARK_PASSPHRASE, or is asked for; it is never an argument, which others can read.

Examples:
  touchmark keys new acme/buyer --out buyer.key
  touchmark keys show buyer.key

${CODES}`,
};

/** The help of a verb, or of all; undefined where there is no such verb. */
export function helpFor(verb: string | undefined): string | undefined {
  if (verb === undefined) return OVERVIEW;
  return Object.hasOwn(TEXTS, verb) ? TEXTS[verb] : undefined;
}
