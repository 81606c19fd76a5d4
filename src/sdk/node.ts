// The SDK's entry beside index.ts for Node alone: an actor's keys in an encrypted file.

export { createKeyFile, openKeyFile } from './key-file.ts';
