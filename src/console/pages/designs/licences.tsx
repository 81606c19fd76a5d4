// Licences of a version: who may build how many, until when, for what; builds against permits as a bar.

import { Link } from 'react-router';
import type { Licence, Permit, Tally } from '#sdk/index.ts';
import { money } from '../../parts/amount.ts';
import { recordPath } from '../../parts/paths.ts';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
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
    <table className="records">
      <thead>
        <tr>
          <th scope="col">{designTexts.licence}</th>
          <th scope="col">{designTexts.use}</th>
          <th scope="col" className="wide-only">
            {designTexts.licensee}
          </th>
          <th scope="col" className="wide-only">
            {designTexts.royalty}
          </th>
          <th scope="col" className="wide-only">
            {designTexts.valid}
          </th>
        </tr>
      </thead>
      <tbody>
        {licences.map((licence) => {
          const tally = tallies.get(licence.id);
          return (
            <tr key={licence.id}>
              <th scope="row">
                <Link className="mono" to={recordPath('designs/licence', licence.id)}>
                  {shortId(licence.id)}
                </Link>
                <div>
                  <StateWord state={licence.state} />
                </div>
              </th>
              <td>
                <UseBar use={licenceUse(licence, tally, permits)} />
              </td>
              <td className="wide-only">
                <Party id={licence.licensee} />
              </td>
              <td className="wide-only">
                <span className="mono number">{money(licence.royaltyCents, licence.unit)}</span> {designTexts.each}
                {tally === undefined ? null : (
                  <div className="soft small">
                    {designTexts.owed(money(tally.owedCents, tally.unit), money(tally.paidCents, tally.unit))}
                  </div>
                )}
              </td>
              <td className="wide-only">
                <TimeText timeMs={licence.validUntilMs} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
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
    <table className="records">
      <thead>
        <tr>
          <th scope="col">{designTexts.permit}</th>
          <th scope="col">{designTexts.program}</th>
          <th scope="col" className="wide-only">
            {designTexts.machine}
          </th>
          <th scope="col" className="wide-only">
            {designTexts.item}
          </th>
        </tr>
      </thead>
      <tbody>
        {permits.map(({ id, state, program, machine, item }) => (
          <tr key={id}>
            <th scope="row">
              <Link className="mono" to={recordPath('designs/permit', id)}>
                {shortId(id)}
              </Link>{' '}
              <StateWord state={state} />
            </th>
            <td className="mono designs-name">{program.name}</td>
            <td className="wide-only">
              <Party id={machine} />
            </td>
            <td className="wide-only">
              <Link className="mono" to={recordPath('items/item', item)}>
                {shortId(item)}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
