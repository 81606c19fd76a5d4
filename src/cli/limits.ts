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
/** Things of one kind that one statement makes, as far as they are named in what is printed. */
export const MADE_OF_A_KIND = 1_000;
/** Live keys of one actor that are looked at. */
export const KEYS_OF_AN_ACTOR = 100;
/** For how many days a file is shared, at most. */
export const SHARE_DAYS_MOST = 36_500;
