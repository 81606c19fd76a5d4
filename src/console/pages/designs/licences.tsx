// Licences of a version: who may build how many, until when, for what; builds against permits as a bar.

import { Link } from 'react-router';
import type { Licence, Permit, Tally } from '#sdk/index.ts';
import { money } from '../../parts/amount.ts';
import { recordPath } from '../../parts/paths.ts';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Table } from '../../parts/table.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { designTexts } from '../../texts/designs.ts';
import { licenceUse, type Use } from './model.ts';

const BAR_WIDTH = 160;
const BAR_HEIGHT = 12;

type LicencesProps = {
  readonly licences: readonly Licence[];
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly permits: readonly Permit[];
};

/** The table. */
export function Licences({ licences, tallies, permits }: LicencesProps) {
  if (licences.length === 0) return <p className="soft">{designTexts.noLicences}</p>;
  return (
    <Table
      rows={licences.map((licence) => ({ licence, tally: tallies.get(licence.id) }))}
      keyOf={({ licence }) => licence.id}
      columns={[
        {
          label: designTexts.licence,
          draw: ({ licence: { id, state } }) => (
            <>
              <Link className="mono" to={recordPath('designs/licence', id)}>
                {shortId(id)}
              </Link>
              <div>
                <StateWord state={state} />
              </div>
            </>
          ),
        },
        { label: designTexts.use, draw: ({ licence, tally }) => <UseBar use={licenceUse(licence, tally, permits)} /> },
        { label: designTexts.licensee, isWide: true, draw: ({ licence }) => <Party id={licence.licensee} /> },
        {
          label: designTexts.royalty,
          isWide: true,
          draw: ({ licence, tally }) => (
            <>
              <span className="mono number">{money(licence.royaltyCents, licence.unit)}</span> {designTexts.each}
              {tally === undefined ? null : (
                <div className="soft small">
                  {designTexts.owed(money(tally.owedCents, tally.unit), money(tally.paidCents, tally.unit))}
                </div>
              )}
            </>
          ),
        },
        {
          label: designTexts.valid,
          isWide: true,
          draw: ({ licence }) => <TimeText timeMs={licence.validUntilMs} />,
        },
      ]}
    />
  );
}

/** Built, permitted and left, as parts of one bar with the same in words. */
export function UseBar({ use: { builds, built, open, left } }: { readonly use: Use }) {
  const part = (count: number): number => (BAR_WIDTH * count) / Math.max(1, builds);
  return (
    <>
      <span className="small">
        {designTexts.built(built, builds)}
        {open === 0 ? '' : `, ${designTexts.open(open)}`}
        {left === 0 ? '' : `, ${designTexts.left(left)}`}
      </span>
      <svg width={BAR_WIDTH} height={BAR_HEIGHT} aria-hidden="true" className="designs-bar">
        <rect className="designs-left" width={BAR_WIDTH} height={BAR_HEIGHT} />
        <rect className="designs-built" width={part(built)} height={BAR_HEIGHT} />
        <rect className="designs-permitted" x={part(built)} width={part(open)} height={BAR_HEIGHT} />
      </svg>
    </>
  );
}

/** Each permit with its machine, program and item. */
export function Permits({ permits }: { readonly permits: readonly Permit[] }) {
  return (
    <Table
      rows={permits}
      keyOf={({ id }) => id}
      columns={[
        {
          label: designTexts.permit,
          draw: ({ id, state }) => (
            <>
              <Link className="mono" to={recordPath('designs/permit', id)}>
                {shortId(id)}
              </Link>{' '}
              <StateWord state={state} />
            </>
          ),
        },
        { label: designTexts.program, look: 'mono breaks', draw: ({ program }) => program.name },
        { label: designTexts.machine, isWide: true, draw: ({ machine }) => <Party id={machine} /> },
        {
          label: designTexts.item,
          isWide: true,
          draw: ({ item }) => (
            <Link className="mono" to={recordPath('items/item', item)}>
              {shortId(item)}
            </Link>
          ),
        },
      ]}
    />
  );
}
