// The story of an item as a time line, out of the records that a reader may see: what was done, by whom, where, and which
// statement says so.

import { fieldLabel, type Passport, type Publication } from '#sdk/index.ts';
import { quantity } from '../../parts/amount.ts';
import { shortId } from '../../parts/shorten.ts';
import { passportTexts as texts } from '../../texts/passport.ts';
import type { ItemRecords, ShipmentTold } from './records.ts';

/** One line of it. */
export type StoryLine = {
  readonly atMs: number;
  readonly what: string;
  /** More, in short sentences. */
  readonly more: readonly string[];
  /** Members, actors or machines, in the order in which they are shown: from, to. */
  readonly by: readonly string[];
  /** The statement that says so; undefined where only the node does. */
  readonly entry: number | undefined;
};

/** The story, oldest first. */
export function storyOf(
  passport: Passport,
  publication: Pick<Publication, 'actor' | 'receipt'> | undefined,
  records: ItemRecords | undefined,
): readonly StoryLine[] {
  const published: StoryLine = {
    atMs: passport.publishedAtMs,
    what: texts.publishedBy,
    more: [],
    by: publication === undefined ? [] : [publication.actor],
    entry: publication?.receipt.index,
  };
  const others = records === undefined ? [] : told(records, passport.item);
  return [...others, published].sort((a, b) => a.atMs - b.atMs || (a.entry ?? 0) - (b.entry ?? 0));
}

function told(records: ItemRecords, item: string): readonly StoryLine[] {
  const shipped = records.shipments.flatMap((shipment) => shipmentLines(shipment, item));
  // A leg of a shipment is a hand-over of each of its items: said once.
  const said = new Set(shipped.map(({ entry }) => entry));
  return [
    ...buildLines(records),
    ...inspectionLines(records),
    ...handoverLines(records).filter(({ entry }) => !said.has(entry)),
    ...shipped,
    ...records.went.map(({ value, entry }) => ({
      ...{ atMs: value.atMs, what: texts.partOf, entry },
      more: [shortId(value.of)],
      by: [],
    })),
  ];
}

function buildLines({ builds, numbers, item }: ItemRecords): readonly StoryLine[] {
  return builds.map(({ value, entry }) => ({
    atMs: value.atMs,
    what: texts.made(value.step),
    more: [
      ...value.materials.map(({ lot, quantity: amount }) => {
        const unit = item?.value.madeFrom.find((part) => part.item === lot)?.unit;
        const words = unit === undefined ? String(amount) : quantity(amount, unit);
        return `${texts.material(words, numbers.get(lot) ?? shortId(lot))}.`;
      }),
      `${texts.madeOf(value.program.name, texts.programs[value.programVerdict])}.`,
      texts.findings(value.findings.map((name) => fieldLabel(name).replaceAll('_', ' '))),
    ],
    by: [value.machine],
    entry,
  }));
}

function inspectionLines({ results, review, decisions }: ItemRecords): readonly StoryLine[] {
  return [
    ...results.map(({ value: { atMs, counts, values, by }, entry }) => ({
      ...{ atMs, what: texts.measured, by: [by], entry },
      more: [`${texts.counts(counts.inside, counts.outside, values.length - counts.inside - counts.outside)}.`],
    })),
    // A review that a person decided on was written last by the decision, which has its own line.
    ...(review === undefined || review.value.decision !== undefined
      ? []
      : [
          {
            ...{ atMs: review.value.atMs, what: texts.reviewed, by: [], entry: review.entry },
            more: [`${fieldLabel(review.value.state)}.`],
          },
        ]),
    ...decisions.map(({ value: { atMs, verdict, by, covers }, entry }) => ({
      ...{ atMs, what: texts.decided[verdict], by: [by], entry },
      more:
        covers.length === 0
          ? []
          : [`${[...new Set(covers.map(({ code }) => fieldLabel(code).replaceAll('_', ' ')))].join(', ')}.`],
    })),
  ];
}

function handoverLines({ handovers }: ItemRecords): readonly StoryLine[] {
  return handovers
    .filter(({ value }) => value.state === 'accepted')
    .map(({ value: { endedAtMs, offeredAtMs, from, to, passes }, entry }) => ({
      ...{ atMs: endedAtMs ?? offeredAtMs, what: texts.handed(passes), more: [], by: [from, to], entry },
    }));
}

function shipmentLines({ legs, receipt, acceptance }: ShipmentTold, item: string): readonly StoryLine[] {
  const seal = (isIntact: boolean): string => (isIntact ? texts.seal.intact : texts.seal.broken);
  const lines: StoryLine[] = legs
    .filter(({ entry }) => entry !== receipt?.entry)
    .map(({ value: { atMs, from, to, sealIntact }, entry }) => ({
      ...{ atMs, what: texts.carried, more: [seal(sealIntact)], by: [from, to], entry },
    }));
  if (receipt !== undefined) {
    const { atMs, by, sealIntact, exceptions } = receipt.value;
    const came = exceptions.find((exception) => exception.item === item)?.result ?? 'whole';
    const last = legs.find(({ entry }) => entry === receipt.entry)?.value.from;
    lines.push({
      ...{ atMs, what: `${texts.received}: ${texts.arrived[came]}`, more: [seal(sealIntact)], entry: receipt.entry },
      by: last === undefined ? [by] : [last, by],
    });
  }
  if (acceptance !== undefined) {
    const { atMs, by, refused, buyer } = acceptance.value;
    const how = refused.includes(item) ? texts.acceptedHow.refused : texts.acceptedHow.accepted;
    lines.push({
      ...{ atMs, what: by === undefined ? `${how}, ${texts.silent}` : how, more: [], entry: acceptance.entry },
      by: [by ?? buyer],
    });
  }
  return lines;
}
