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
