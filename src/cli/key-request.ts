// A key on its way to a ledger: its public half with the proof that its holder has the private one, as a request that a
// person hands to an administrator, or a company to its sponsors. It holds no secret.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { fromBase64url, fromUtf8 } from '#core/bytes.ts';
import { verifyEs256 } from '#core/es256.ts';
import { Fault } from '#core/fault.ts';
import { possessionBytes } from '#core/possession.ts';
import { ActorId, compile, object, PublicKey, type Static, Type } from '#core/schema.ts';
import { readWhole } from './files.ts';
import { REQUEST_BYTES } from './limits.ts';

const LedgerId = Type.String({ pattern: '^[a-z2-7]{52}$' });
const { admitMember, rotateKey } = membershipInterface.actions;

const KeyRequest = object({
  format: Type.Literal('touchmark-key-request-1'),
  ledgerId: LedgerId,
  actor: ActorId,
  key: rotateKey.input.properties.key,
  encryptionKey: PublicKey,
});
const JoinRequest = object({
  format: Type.Literal('touchmark-join-1'),
  ledgerId: LedgerId,
  /** What sponsors sign, all the same. */
  input: admitMember.input,
});

/** A person's request to be enrolled. */
export type KeyRequest = Static<typeof KeyRequest>;
/** A company's request to be admitted. */
export type JoinRequest = Static<typeof JoinRequest>;
type ProvenKey = KeyRequest['key'];

const checkKeyRequest = compile(KeyRequest);
const checkJoinRequest = compile(JoinRequest);

/** Reads a request and checks its proof. @throws Fault `request_invalid`, `request_other_ledger`, `proof_wrong` */
export function readKeyRequest(cwd: string, path: string, ledgerId: string): KeyRequest {
  // The schema is checked in the call.
  const request = read(cwd, path, checkKeyRequest) as KeyRequest;
  checkLedger(path, request, ledgerId);
  checkProof(path, ledgerId, request.actor, request.key);
  return request;
}

/** Reads a request and checks every proof. @throws as readKeyRequest */
export function readJoinRequest(cwd: string, path: string, ledgerId: string): JoinRequest {
  // The schema is checked in the call.
  const request = read(cwd, path, checkJoinRequest) as JoinRequest;
  checkLedger(path, request, ledgerId);
  for (const { id, key } of request.input.actors) checkProof(path, ledgerId, id, key);
  return request;
}

function read(cwd: string, path: string, check: { firstError(value: unknown): string | undefined }): unknown {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(readWhole(cwd, path, REQUEST_BYTES)));
  } catch (cause) {
    if (cause instanceof Fault && cause.code.startsWith('file_')) throw cause;
    throw new Fault('request_invalid', `${path} is not JSON: it is no request`, { cause });
  }
  const error = check.firstError(value);
  if (error !== undefined) throw new Fault('request_invalid', `${path}: ${error}`);
  return value;
}

function checkLedger(path: string, request: { readonly ledgerId: string }, ledgerId: string): void {
  if (request.ledgerId === ledgerId) return;
  throw new Fault('request_other_ledger', `${path} is for the ledger ${request.ledgerId}, not for ${ledgerId}`);
}

function checkProof(path: string, ledgerId: string, actor: string, { publicKey, proof }: ProvenKey): void {
  if (verifyEs256(fromBase64url(publicKey), possessionBytes(ledgerId, actor), fromBase64url(proof))) return;
  throw new Fault('proof_wrong', `${path}: the proof that ${actor} holds the key ${publicKey} is wrong`);
}
