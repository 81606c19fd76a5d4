// The market of step 3: what each shop says of itself, and who of them qualifies for what is asked, computed here from
// the same facts and by the same rule as on the ledger.

import { qualify } from '#contracts/capacity/match.ts';
import type { Requirement } from '#contracts/capacity/records.ts';
import { capacityInterface } from '#contracts/capacity/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { exclusionText } from '#sdk/agents/decision.ts';
import { shopFacts } from '#sdk/shop-facts.ts';
import { type DemoShop, MATERIAL, MINUTES_PER_UNIT, SHOP_CERTIFICATE, SHOPS } from '../shops.ts';
import type { Tour } from '../stage.ts';
import { count, millimetres } from '../wording.ts';
import type { Asked } from './order.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
/** Tightest tolerance that is asked: assumed, since the input names none for the order as a whole. */
const TOLERANCE_MICROMETRES = 50;
const CERTIFIER = 'watchful';

/** What is asked of a shop. */
export function requirementOf({ input }: Tour, { terms }: Asked): Requirement {
  const { min, max } = input.model.facts.boxNanometres;
  const [x = 1, y = 1, z = 1] = [0, 1, 2].map((axis) =>
    Math.max(1, Math.ceil(((max[axis] ?? 0) - (min[axis] ?? 0)) / 1000)),
  );
  return {
    process: 'separating',
    material: MATERIAL,
    envelopeMicrometres: { x, y, z },
    toleranceMicrometres: TOLERANCE_MICROMETRES,
    certificates: [{ kind: SHOP_CERTIFICATE, issuers: [CERTIFIER] }],
    exportZones: ['EU'],
    machineMinutes: terms.quantity * MINUTES_PER_UNIT,
    neededByMs: terms.neededByMs,
  };
}

/** Every shop puts what it can do on the ledger. */
export async function openMarket({ cast, clock, story }: Tour, { terms }: Asked): Promise<void> {
  for (const [done, shop] of SHOPS.entries()) {
    await registerShop({ cast, clock }, shop, terms.quantity);
    story.progress('shops', done + 1, SHOPS.length);
  }
  story.line(
    `${count(SHOPS.length, 'shop')} say what their machines hold and which hours are free (made up by the demo)`,
  );
}

async function registerShop(
  { cast, clock }: Pick<Tour, 'cast' | 'clock'>,
  shop: DemoShop,
  units: number,
): Promise<void> {
  const { member, country, exportZones, process, toleranceMicrometres, certificate } = shop;
  const [sales, admin] = [cast.as(`${member}/sales`), cast.as(`${member}/admin`)];
  const machine = `${member}/machine`;
  const [x, y, z] = shop.envelopeMillimetres.map((edge) => edge * 1000) as [number, number, number];
  const abilities = { process, name: shop.machine, envelopeMicrometres: { x, y, z }, materials: [MATERIAL] };
  await sales.do(capacityInterface, 'setProfile', { country, exportZones: [...exportZones], takesOrders: true });
  await admin.do(capacityInterface, 'registerMachine', { actor: machine, ...abilities, toleranceMicrometres });
  const fromMs = Math.ceil(clock() / MINUTE_MS) * MINUTE_MS + DAY_MS;
  const untilMs = fromMs + shop.freeMinutesPerUnit * units * MINUTE_MS;
  await sales.do(capacityInterface, 'publishHours', { machine, hours: [{ fromMs, untilMs }] });
  const nowMs = clock();
  const isLive = certificate === 'live';
  await cast.as(`${CERTIFIER}/auditor`).do(membershipInterface, 'issueCredential', {
    subject: member,
    kind: SHOP_CERTIFICATE,
    validFromMs: nowMs - YEAR_MS,
    validUntilMs: isLive ? nowMs + YEAR_MS : nowMs - DAY_MS,
    evidence: base64url(sha256(utf8(`certificate of ${member}, simulated`))),
  });
}

/** Who qualifies and why not, as the buyer computes it. @returns the shops that do, with the points of each */
export async function sayWhoQualifies(tour: Tour, requirement: Requirement): Promise<ReadonlyMap<string, number>> {
  const { story } = tour;
  const { envelopeMicrometres: box, toleranceMicrometres, machineMinutes } = requirement;
  const edges = box === undefined ? '' : [box.x, box.y, box.z].map(millimetres).join(' × ');
  story.line(
    `asked of a shop (assumed but for the box): milling of ${MATERIAL}, ${edges} mm, to ${toleranceMicrometres} µm, ${SHOP_CERTIFICATE} by ${CERTIFIER}, in the EU, ${machineMinutes} free machine minutes before the date`,
  );
  const buyer = tour.cast.as('northwind/buyer');
  const qualified = new Map<string, number>();
  for (const { member } of SHOPS) {
    const { exclusions, scorePoints } = qualify(requirement, await shopFacts(buyer, member, tour.clock()));
    if (exclusions.length === 0) qualified.set(member, scorePoints);
    const why = exclusions.map(exclusionText).join('; ');
    story.detail(
      `${member.padEnd(8)} ${why === '' ? `qualifies, ${scorePoints} of 10,000 points` : `does not: ${why}`}`,
    );
  }
  return qualified;
}
