// Secrets and signatures of webhooks as the Standard Webhooks specification 1.0.0 has them ("Signature scheme", "Webhook
// headers"): HMAC-SHA256 over `id.timestamp.body`, so that neither id nor timestamp may hold a full stop.

import { createHmac } from 'node:crypto';
import { base64, fromBase64 } from '#core/base64.ts';
import { assert } from '#core/fault.ts';

const SECRET_PREFIX = 'whsec_';
/** The specification asks for 24 to 64. */
const SECRET_BYTES = 32;

/** A new secret in its text form, `whsec_` and base64. @param random gives as many unpredictable bytes */
export function newSecret(random: (length: number) => Uint8Array): string {
  return SECRET_PREFIX + base64(random(SECRET_BYTES));
}

/** What is signed: a message's id, the seconds since 1970 at this attempt, and the body as it is sent. */
export type Message = { readonly id: string; readonly timestamp: number; readonly body: string };

/** The three headers of a message, with a signature by each secret, the current one first. */
export function webhookHeaders({ id, timestamp, body }: Message, secrets: readonly string[]): Record<string, string> {
  assert(!id.includes('.') && Number.isSafeInteger(timestamp), 'a full stop only parts what is signed');
  const signatures = secrets.map((secret) => {
    const key = fromBase64(secret.slice(SECRET_PREFIX.length));
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
