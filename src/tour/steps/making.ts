// What the model says of making it, before anybody quotes: notes with their figures, and a price that binds nobody.

import { indicativePrice } from '#connectors/model/indicative-price.ts';
import { notesOn } from '#connectors/model/notes.ts';
import { LEAST_WALLS } from '#connectors/model/process-limits.ts';
import { defaultRates } from '../rates.ts';
import type { Tour } from '../stage.ts';
import { millimetres, money } from '../wording.ts';
import { requirementOf } from './market.ts';
import type { Asked } from './order.ts';

/** Prints the notes and the price. */
export function sayMaking(tour: Tour, asked: Asked): void {
  const { story, input } = tour;
  const { facts } = input.model;
  const { process, material = '', toleranceMicrometres = 0 } = requirementOf(tour, asked);
  const notes = notesOn(facts, { process, toleranceMicrometres });
  const least = LEAST_WALLS[process];
  if (facts.wall !== undefined && least !== undefined) {
    const [found, most] = [facts.wall.thinnestMicrometres, least.micrometres].map(millimetres);
    story.line(
      `thinnest wall found by ${facts.wall.rayCount} rays: ${found} mm; for ${process} ${most} mm (${least.source})`,
    );
  }
  const limits = `±${toleranceMicrometres} µm (assumed)`;
  story.line(`notes on making it by ${process} to ${limits}: ${notes.length === 0 ? 'none' : notes.length}`);
  for (const { severity, code, text } of notes) story.detail(`${severity} ${code}: ${text}`);
  const price = indicativePrice(facts, { process, material, quantity: asked.terms.quantity }, defaultRates());
  if ('code' in price) {
    story.line(`no indicative price: ${price.text}`);
    return;
  }
  const { basis, unitCents, quantity, currency, lines } = price;
  story.line(`price, ${basis}: ${money(unitCents, currency)} each for ${quantity} of ${material}, by assumed rates`);
  for (const { code, per, cents, text } of lines) story.detail(`${code}, ${per}: ${money(cents, currency)}, ${text}`);
}
