// Limits of the node: what it takes and gives at once.

/** Records that one page looks at: where the reader sees few of them, the page ends there and goes on with the next. */
export const IDS_LOOKED_AT = 2_000;
/** Records or entries of one page, at most and where none is asked for. */
export const PAGE_MOST = 500;
export const PAGE_DEFAULT = 100;
/** Entries that are kept in memory for those who follow. */
export const ENTRIES_RECENT = 4_096;
/** Entries that a follower is given at once. */
export const ENTRIES_AT_ONCE = 256;
/** Sessions of one actor, and of all: the oldest ends where another begins. */
export const SESSIONS_OF_AN_ACTOR = 16;
export const SESSIONS_MOST = 100_000;
/** A challenge is answered within this time, once. */
export const CHALLENGE_MS = 60_000;
export const CHALLENGES_MOST = 100_000;
/** Statements of one batch: what an entry bundle of C2SP holds. */
export const BATCH_STATEMENTS = 256;
/** A request's body where nothing else is said. */
export const BODY_BYTES = 65_536;
/** A batch's body: its statements with two bytes of length each. */
export const BATCH_BYTES = BATCH_STATEMENTS * 65_537;
/** Characters that a follower is given at once, and what is over of an entry: no more waits for one who reads slowly. */
export const FOLLOWER_CHARACTERS = 65_536;
/** A follower hears something at least this often. */
export const HEARTBEAT_MS = 15_000;

/** Bytes of a configuration file. */
export const CONFIG_BYTES = 65_536;
/** Values of one setting that is a list. */
export const CONFIG_LIST = 64;
/** Characters of one value of a setting. */
export const CONFIG_CHARACTERS = 2_048;

/** Co-signatures that are kept: those under the newest checkpoints. Old ones go in portions of the slack. */
export const COSIGNATURES_KEPT = 200_000;
export const COSIGNATURES_SLACK = 1_000;
/** Accesses that are kept of one actor to one file: so that nobody can push another's out of the list. */
export const ACCESSES_PER_ACTOR_AND_FILE = 1_000;
/** Accesses that are kept in all. Old ones go in portions of the slack. */
export const ACCESSES_KEPT = 1_000_000;
export const ACCESSES_SLACK = 1_000;

/** Webhooks of one member, and of all: each has at most one request under way. */
export const WEBHOOKS_PER_MEMBER = 10;
export const WEBHOOKS_MOST = 500;
/** Contracts and events that one webhook names. */
export const WEBHOOK_NAMES = 100;
/** Characters of a webhook's URL. */
export const WEBHOOK_URL_CHARACTERS = 2_048;
/** Entries that one webhook reads at once. */
export const WEBHOOK_ENTRIES = 100;
/** How long after a block the webhooks look for entries: blocks that come close together cost one look. */
export const WEBHOOK_SWEEP_MS = 50;
/** A target answers within this time, name lookup and connection included. */
export const WEBHOOK_ANSWER_MS = 10_000;
/** Bytes of a delivery's body; an entry with more goes to the dead letters. */
export const WEBHOOK_BODY_BYTES = 1_048_576;
/** Bytes that are read of an answer's body, which nobody uses; then the connection is closed. */
export const WEBHOOK_ANSWER_BYTES = 65_536;
/** Attempts at one delivery, by default; then it is a dead letter. */
export const WEBHOOK_ATTEMPTS = 10;
/** The wait after the first attempt, its growth from one to the next, and its bound; a target's Retry-After keeps to it too. */
export const WEBHOOK_RETRY_MS = 5_000;
export const WEBHOOK_RETRY_FACTOR = 3;
export const WEBHOOK_RETRY_MOST_MS = 3_600_000;
/** Dead letters one after the other, with no delivery between them, after which a webhook is paused. */
export const WEBHOOK_DEAD_IN_A_ROW = 3;
/** Dead letters of one webhook: with as many it is paused, so that none is lost. */
export const WEBHOOK_DEAD_MOST = 1_000;
/** Dead letters of all webhooks that are sent again at once. */
export const WEBHOOK_RESENDS_AT_ONCE = 32;
/** For how long deliveries are signed with the old secret too, once there is a new one. */
export const WEBHOOK_OLD_SECRET_MS = 86_400_000;
/** A request's head and body arrive within this time; a file's too. */
export const REQUEST_MS = 600_000;
/** Live witnesses of a ledger that are counted. */
export const WITNESSES_MOST = 64;
/** For how long witnesses are asked for the same checkpoint where too few have signed it. */
export const WANTED_MS = 1_000;
/** Characters of an export that go out at once. */
export const EXPORT_CHUNK = 65_536;
/** Pages that a backup copies before others get their turn. */
export const BACKUP_PAGES = 1_000;
/** Bytes of a backup's description of itself. */
export const BACKUP_MANIFEST_BYTES = 65_536;
/** How often a replica asks its origin for news, and its peers for their heads. */
export const NEWS_MS = 200;
export const PEERS_MS = 30_000;
/** How often a stop looks for connections on which nothing is under way any more. */
export const IDLE_MS = 20;
/** Entries that are put into the index of what they are about before others get their turn. */
export const ABOUT_AT_ONCE = 250;
/** Names that are taken of one statement. */
export const ABOUT_NAMES = 500;
/** Statements that are looked at for one page of a record's history. */
export const ABOUT_LOOKED_AT = 2_000;
