// What an error means for the person in front of it: what happened, what was kept, what to do. By the codes of the SDK and
// of the node; a refusal of a contract has its own sentence in that contract's interface.

/** An error in words. */
export type ProblemWords = { readonly happened: string; readonly kept: string; readonly todo: string };

const NOTHING_SIGNED = 'Nothing was signed.';
const NOTHING_CHANGED = 'Nothing was changed.';

const WORDS: { readonly [code: string]: ProblemWords } = {
  node_unreachable: {
    happened: 'The node does not answer.',
    kept: 'What you typed is kept in this browser.',
    todo: 'Look whether this computer is online, then try again.',
  },
  too_many_requests: {
    happened: 'The node had too many requests from here.',
    kept: NOTHING_CHANGED,
    todo: 'Wait a minute, then try again.',
  },
  ledger_changed: {
    happened: 'Another ledger is served at this address than the last time you were here.',
    kept: 'The keys in this browser are kept.',
    todo: 'Ask whoever runs this node. If you expected it, as after a demo was started over, go on with the new one.',
  },
  session_refused: {
    happened: 'The ledger does not know this key as this actor’s.',
    kept: 'The key is kept in this browser.',
    todo: 'If your administrator has not enrolled you yet, hand over the text on the sign-in page. If the key was revoked, make another one.',
  },
  bid_backup_wrong: {
    happened: 'This file does not open the bid.',
    kept: NOTHING_CHANGED,
    todo: 'Choose the file that was saved when this bid was sealed.',
  },
  bid_file_missing: {
    happened: 'The file of this bid is not there.',
    kept: NOTHING_CHANGED,
    todo: 'Go on as the actor who sealed it.',
  },
  file_gone: {
    happened: 'The file is no longer in this page: it is not kept over a reload.',
    kept: NOTHING_SIGNED,
    todo: 'Choose it again, unless it stands among your files with its name: then it is stored.',
  },
  blob_not_granted: {
    happened: 'This file is not shared with you, or no longer.',
    kept: NOTHING_CHANGED,
    todo: 'Ask its owner for it.',
  },
  vault_plaintext_differs: {
    happened: 'What came is not the file that its owner committed to.',
    kept: 'It was thrown away.',
    todo: 'Do not take it from elsewhere; tell its owner and whoever runs the node.',
  },
  vault_blob_unknown: {
    happened: 'The node does not have this file.',
    kept: NOTHING_CHANGED,
    todo: 'Ask its owner to store it again.',
  },
  keys_unknown: {
    happened: 'This browser has no keys of this actor.',
    kept: NOTHING_CHANGED,
    todo: 'Sign in as an actor whose keys are here, or make new keys.',
  },
  keys_exist: {
    happened: 'This browser has keys of this actor already.',
    kept: 'They were not touched.',
    todo: 'Sign in with them, or choose another actor.',
  },
  actor_invalid: {
    happened: 'That is no name of an actor.',
    kept: NOTHING_CHANGED,
    todo: 'Write it as member/name in lower case, such as northwind/buyer.',
  },
  passphrase_wrong: {
    happened: 'The passphrase does not open this file.',
    kept: NOTHING_CHANGED,
    todo: 'Type it again; upper and lower case differ.',
  },
  key_file_invalid: {
    happened: 'This is no key file.',
    kept: NOTHING_CHANGED,
    todo: 'Choose the file that touchmark keys wrote.',
  },
  demo_unknown: {
    happened: 'This node hands out no demo actors to this browser.',
    kept: NOTHING_CHANGED,
    todo: 'Sign in with a key of your own.',
  },
  clock_differs: {
    happened: 'This computer’s clock and the node’s differ by more than ten minutes.',
    kept: NOTHING_SIGNED,
    todo: 'Set the clock that is wrong, then reload the page.',
  },
  outcome_unknown: {
    happened: 'The statement was sent, and no answer came back.',
    kept: 'It may be in the ledger. It cannot be applied twice.',
    todo: 'Find out sends the same statement again, and says which it is.',
  },
  opening_not_kept: {
    happened: 'This browser cannot keep what opens the bid, and without it the bid and its bond are lost.',
    kept: NOTHING_SIGNED,
    todo: 'Let this site store data (a private window does not, and a full disk cannot), or bid from another browser.',
  },
  browser_storage_failed: {
    happened: 'This browser does not let this site keep keys.',
    kept: NOTHING_CHANGED,
    todo: 'Let this site store data (a private window may not), or use another browser.',
  },
  node_failed: {
    happened: 'The node, or what stands between it and here, failed.',
    kept: 'What you typed is kept in this browser.',
    todo: 'Try again in a minute; if it stays, tell whoever runs the node.',
  },
  answer_invalid: {
    happened: 'What answered is not the node: another program, or the sign-in page of a network.',
    kept: 'What you typed is kept in this browser.',
    todo: 'Look which network this computer is in, then try again.',
  },
  sheet_input_invalid: {
    happened: 'A field is not what the action takes.',
    kept: NOTHING_SIGNED,
    todo: 'Correct the field that the sentence names.',
  },
  sheet_unknown_field: {
    happened: 'The statement has a field that nobody can explain.',
    kept: NOTHING_SIGNED,
    todo: 'Do not sign it. Reload the page: this console may be older than the contract.',
  },
  receipt_key: {
    happened: 'The receipt is by a key that is no node’s of this ledger.',
    kept: 'The record on this page is the node’s word and nothing more.',
    todo: 'Keep what you see, and ask another member’s replica.',
  },
  publication_missing: {
    happened: 'The node shows no statement by which this passport was made public.',
    kept: 'The record on this page is the node’s word and nothing more.',
    todo: 'Do not rely on it, and ask the maker on the label.',
  },
  publication_invalid: {
    happened: 'The statement that the node shows is not the one by which this passport was made public.',
    kept: 'The record on this page is the node’s word and nothing more.',
    todo: 'Do not rely on it, and ask the maker on the label.',
  },
  log_forked: {
    happened: 'The node signed two different histories.',
    kept: 'Both signatures are proof against it.',
    todo: 'Tell the other members, and do not rely on this node.',
  },
  record_unknown: {
    happened: 'There is nothing with this id that you may see.',
    kept: NOTHING_CHANGED,
    todo: 'Check the id, or sign in as a member who is a party to it.',
  },
  entry_unknown: {
    happened: 'There is no statement at this place that you may see.',
    kept: NOTHING_CHANGED,
    todo: 'Places without a statement hold the genesis and the ends of blocks; others may be between other members.',
  },
  reader_has_no_key: {
    happened: 'This actor has no key to which files could be sealed.',
    kept: 'What you typed is kept in this browser. Nothing was signed.',
    todo: 'Its administrator enrols an encryption key for it; or leave the reader, the text or the file out.',
  },
  bid_unreadable: {
    happened: 'The file of this bid cannot be opened, or holds another bid than the one that was sealed.',
    kept: NOTHING_SIGNED,
    todo: 'If it was handed over to you, say so on the ledger: sourcing, say unreadable.',
  },
  no_webcrypto: {
    happened: 'This browser offers no cryptography at this address.',
    kept: NOTHING_CHANGED,
    todo: 'Open the console by https, or at 127.0.0.1 on the computer that runs the node.',
  },
};

/** The words of a code. @param message of the error, where the code has no words of its own */
export function problemWords(code: string, message: string): ProblemWords {
  // hasOwn: `constructor` is no code.
  const words = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return (
    words ?? { happened: message, kept: NOTHING_CHANGED, todo: 'Try again; if it stays, tell whoever runs the node.' }
  );
}
