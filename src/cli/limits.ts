// Limits of what the command line reads.

/** Bytes of a file that is shown or verified. */
export const FILE_BYTES = 16_777_216;
/** Bytes of a policy file. */
export const POLICY_BYTES = 65_536;
/** Keys of a policy. */
export const POLICY_KEYS = 64;
/** Bytes read from the begin of an export, for its genesis, and from its end, for its checkpoint. */
export const EXPORT_END_BYTES = 1_114_112;
/** Characters of a passphrase for a new key file, which may be attacked at leisure. */
export const PASSPHRASE_LEAST = 12;
export const PASSPHRASE_MOST = 1_024;
/** Bytes of the input of an action, from a file or from standard input. */
export const INPUT_BYTES = 65_536;
/** Bytes of touchmark-client.json. */
export const PROFILE_BYTES = 65_536;
/** Bytes of a request to join, or to enrol a key. */
export const REQUEST_BYTES = 262_144;
/** Records that are asked for at once, and that one list prints. */
export const LIST_PAGE = 500;
export const LIST_USUAL = 100;
export const LIST_MOST = 1_000_000;
/** Months of a track record that are added up, and at most. */
export const STANDING_MONTHS = 12;
export const STANDING_MONTHS_MOST = 1_200;
/** Statements of the log that are looked through for what became of one order. */
export const ORDER_LOG_MOST = 10_000_000;
/** Bytes of the file that opens the commitment to a delivery place, and characters of the place. */
export const DELIVERY_PLACE_BYTES = 65_536;
export const DELIVERY_PLACE_CHARACTERS = 8_192;
/** Shipments of one order, of which each becomes up to two documents. */
export const ORDER_SHIPMENTS_MOST = 1_000;
/** Things of one kind that one statement makes, as far as they are named in what is printed. */
export const MADE_OF_A_KIND = 1_000;
/** For how many days a file is shared, at most. */
export const SHARE_DAYS_MOST = 36_500;
/** Inbox: bytes of inbox.json. */
export const INBOX_CONFIG_BYTES = 1_048_576;
/** Inbox: bytes of one dropped file. */
export const INBOX_FILE_BYTES = 67_108_864;
/** Inbox: files of one kind that are taken in one look; the others wait for the next. */
export const INBOX_FILES_AT_ONCE = 1_000;
/** Inbox: statements of one file. */
export const INBOX_PARTS = 500;
/** Inbox: times that one part of a file is signed anew because a record changed meanwhile. */
export const INBOX_SIGNINGS = 5;
/** Inbox: folders that one name may have, one for each time that a file of this name was dropped. */
export const INBOX_SAME_NAMES = 1_000_000;
/** Inbox: bytes of a file's name that its folder's name keeps. */
export const INBOX_NAME_BYTES = 200;
/** Inbox: bytes of one signed statement's input, so that with its frame and signature it is still a statement. */
export const INBOX_INPUT_BYTES = 62_000;
/** Inbox: how long a signed statement may be sent again, below the ledger's window of a day. */
export const INBOX_VALID_MS = 12 * 3_600_000;
/** Inbox: pause between two looks, and the longest that is given. */
export const INBOX_PAUSE_MS = 2_000;
export const INBOX_PAUSE_MOST_MS = 3_600_000;
/** Inbox: the longest pause before a file that waits, or a node that was not reached, is tried again. */
export const INBOX_BACK_OFF_MOST_MS = 300_000;
/** Inbox: how often a request is sent before the node counts as not reached. */
export const INBOX_ATTEMPTS = 3;
/** Agent: bytes of each file of its folder. */
export const AGENT_FILE_BYTES = 1_048_576;
/** Agent: pause between two looks, and the longest that is given. */
export const AGENT_PAUSE_MS = 5_000;
export const AGENT_PAUSE_MOST_MS = 3_600_000;
/** Agent: the longest pause after a look that failed. */
export const AGENT_BACK_OFF_MOST_MS = 300_000;
