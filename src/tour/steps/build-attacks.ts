// What must be refused around a build: one unit more than licensed, a licence of the maker's own, a changed log.

import { factsOfLog, logRootOf } from '#connectors/mtconnect/build-facts.ts';
import { designsInterface } from '#contracts/designs/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { mustHold, mustRefuse, type Tour } from '../stage.ts';
import type { Ordered } from './agreed.ts';
import type { Built } from './build.ts';
import type { Designed } from './design.ts';

const DAY_MS = 86_400_000;
const MACHINE = 'harbour/machine';

/** One unit more than the licence has: a second order, and its permit is refused. */
export async function showUsedUp(tour: Tour, ordered: Ordered, { programs }: Designed): Promise<void> {
  const { story, cast, clock, terms } = tour;
  const { licence } = ordered;
  const buyer = cast.as('northwind/buyer');
  const { unitPriceCents, unit, deliveryPlace } = await buyer.need(procurementInterface, 'order', ordered.order);
  const placed = await buyer.do(procurementInterface, 'placeOrder', {
    ...{ seller: 'harbour', itemType: ordered.type, quantity: 1, unitPriceCents, unit, deliveryPlace },
    neededByMs: clock() + terms.neededInDays * DAY_MS,
    terms: [],
    assumed: ['quantity'],
    payment: 'invoice',
  });
  const order = placed.id('order');
  const sales = cast.as('harbour/sales');
  await sales.do(procurementInterface, 'acceptOrder', { id: order });
  await sales.do(procurementInterface, 'registerUnits', { order, serials: [`${ordered.part}-extra`] });
  const [extra] = await sales.list(itemsInterface, 'item', 'order', order);
  mustHold(extra !== undefined, 'the second order has its unit');
  const program = [...programs.keys()][0] ?? '';
  const before = await sales.need(designsInterface, 'tally', licence);
  const result = await cast.as(MACHINE).try(designsInterface, 'requestPermit', { licence, item: extra.id, program });
  const what = 'one unit more than licensed';
  const sentence = mustRefuse(designsInterface, result, 'licence_used_up', what);
  const after = await sales.need(designsInterface, 'tally', licence);
  mustHold(
    before.owedCents === after.owedCents && before.permitsUsed === after.permitsUsed,
    'a refusal changes nothing',
  );
  story.refused(`${what}, on an order of its own`, result.outcome, sentence);
}

/** The maker writes itself another licence. */
export async function forgeLicence(
  { story, cast, clock, terms }: Tour,
  { version, programs }: Designed,
): Promise<void> {
  const result = await cast.as('harbour/sales').try(designsInterface, 'offerLicence', {
    version,
    licensee: 'harbour',
    builds: 1000,
    royaltyCents: 0,
    unit: terms.currency,
    machines: [MACHINE],
    credentials: [],
    validFromMs: clock(),
    validUntilMs: clock() + DAY_MS,
    programs: [...programs.keys()],
  });
  const sentence = mustRefuse(designsInterface, result, 'not_owner', 'a licence that the maker writes itself');
  story.stopped('the maker offers itself 1000 builds for nothing', result.outcome, sentence);
}

/** Someone changes one character of a log after it was signed, and the machine signs the changed one too. */
export async function changeLog({ story, cast, input, terms }: Tour, built: readonly Built[]): Promise<void> {
  const [log, last] = [input.logs.at(-1), built.at(-1)];
  mustHold(log !== undefined && last !== undefined, 'there is a log');
  const place = Math.floor(log.bytes.length / 2);
  const changed = Uint8Array.from(log.bytes, (byte, i) => (i === place ? byte ^ 1 : byte));
  const { logRoot } = await cast.as('northwind/quality').need(productionInterface, 'build', last.build);
  mustHold(logRootOf(log.bytes) === logRoot, 'the log has the root that was signed');
  mustHold(logRootOf(changed) !== logRoot, 'a changed log does not have the root that was signed');
  const text = 'its root is not the one that the machine signed';
  story.stopped(`byte ${place} of ${log.name} changed after it was signed`, 'log_differs', text);
  const facts = { ...factsOfLog(log, terms.gapLimitMs), logRoot: logRootOf(changed) };
  const result = await cast.as(MACHINE).try(productionInterface, 'recordBuild', { job: last.job, ...facts });
  const sentence = mustRefuse(productionInterface, result, 'job_not_open', 'a second log of the same job');
  story.stopped('the machine signs the changed log for the same job', result.outcome, sentence);
}
