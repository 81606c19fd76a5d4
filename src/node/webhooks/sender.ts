// One attempt to deliver one entry to one webhook: the message, its signature, the POST, and what its answer means.

import type { SeenEntry } from '../feed.ts';
import { WEBHOOK_BODY_BYTES } from '../limits.ts';
import { type Answer, post } from './post.ts';
import { webhookHeaders } from './signature.ts';
import type { Resolve, TargetPolicy } from './target.ts';
import type { Timers } from './timers.ts';
import type { Webhook, WebhookStore } from './webhook-store.ts';

/** What came of an attempt. Only `tooLarge` is the entry's fault and not the target's. */
export type Attempt =
  | { readonly outcome: 'delivered' | 'gone' | 'tooLarge' }
  | { readonly outcome: 'failed'; readonly reason: string; readonly retryAfterMs: number };

/** What attempts need from outside. */
export type SenderOptions = {
  /** The text of an entry, the same as in the event stream. */
  readonly feed: { textOf(entry: SeenEntry): string };
  readonly store: WebhookStore;
  readonly timers: Timers;
  readonly policy: TargetPolicy;
  readonly resolve: Resolve;
};

/** Sends an entry once. The message's id is the same in every attempt, so that a receiver can tell a repetition. */
export async function attemptDelivery(
  { feed, store, timers, policy, resolve }: SenderOptions,
  { id, url }: Webhook,
  entry: SeenEntry,
  signal: AbortSignal,
): Promise<Attempt> {
  const body = feed.textOf(entry);
  if (Buffer.byteLength(body) > WEBHOOK_BODY_BYTES) return { outcome: 'tooLarge' };
  const nowMs = timers.now();
  const message = { id: `${id}_${entry.index}`, timestamp: Math.floor(nowMs / 1000), body };
  const headers = webhookHeaders(message, store.secrets(id, nowMs));
  return meaningOf(await post({ url, headers, body }, { policy, resolve, timers, signal }));
}

function meaningOf(answer: Answer): Attempt {
  if (answer.status === undefined) return { outcome: 'failed', reason: answer.reason, retryAfterMs: 0 };
  if (answer.status >= 200 && answer.status < 300) return { outcome: 'delivered' };
  if (answer.status === 410) return { outcome: 'gone' };
  return { outcome: 'failed', reason: `status_${answer.status}`, retryAfterMs: answer.retryAfterMs };
}
