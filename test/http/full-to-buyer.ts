// A second request on the full ledger's market: delta's bid goes to its buyer, who puts it on the ledger.

import { hash } from '#contracts/production/workshop.fixture.ts';
import { sealedContent } from '#contracts/sourcing/match.ts';
import { base64url } from '#core/bytes.ts';
import { encodeJson, type JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import type { Step, World } from '#test/world.ts';
import type { FullLedger } from './full-ledger.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const salt = hash('salt');
const file = hash('bid of delta');

/** Publishes, seals, hands over and opens. @param asks the step that published the first request */
export async function playToBuyer(full: FullLedger, asks: (world: World) => Step): Promise<void> {
  const [sealUntilMs = 0, openUntilMs = 0, contestUntilMs = 0, awardUntilMs = 0] = [1, 2, 3, 4].map(
    (hours) => full.clock.nowMs + hours * HOUR_MS,
  );
  const content = { unitPriceCents: 17_000, deliverByMs: awardUntilMs, validUntilMs: awardUntilMs + DAY_MS };
  await full.play([
    (world) => {
      const { nda: _, order, ...input } = asks(world).input;
      const { tariff: __, ...terms } = Object(order);
      const times = { sealUntilMs, openUntilMs, awardUntilMs, toBuyer: { contestUntilMs, reader: 'acme/buyer' } };
      return { by: 'acme/buyer', action: 'sourcing.publishRfq', input: { ...input, order: terms, ...times } };
    },
    {
      by: 'delta/sales',
      action: 'sharing.registerBlob',
      input: { hash: file, sizeBytes: 400, mediaType: 'application/json', contentCommitment: hash('content') },
    },
    (world) => {
      const rfq = rfqOf(world);
      const sealed = sealedContent({ ledger: full.node.ledger.id, rfq, bidder: 'delta' }, salt, content);
      const commitment = base64url(sha256(encodeJson(sealed)));
      const input = { rfq, commitment, acknowledged: 0, file };
      return { by: 'delta/sales', action: 'sourcing.sealBid', input };
    },
  ]);
  full.clock.nowMs = sealUntilMs;
  await full.play([onBid('delta/sales', 'handOver', { reader: 'acme/buyer' })]);
  full.clock.nowMs = openUntilMs;
  await full.play([onBid('acme/buyer', 'openReceived', { salt, content })]);
}

function rfqOf(world: World): string {
  return String(world.all('sourcing/rfq').find(({ toBuyer }) => toBuyer !== undefined)?.id);
}

function onBid(by: string, action: string, more: JsonObject): (world: World) => Step {
  return (world) => ({ by, action: `sourcing.${action}`, input: { bid: `${rfqOf(world)}:delta`, ...more } });
}
