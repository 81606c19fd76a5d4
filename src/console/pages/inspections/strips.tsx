// All strips of an order, with what is to be looked at chosen by a button: everything, or only where something is amiss.

import { useState } from 'react';
import { inspectionTexts } from '../../texts/inspections.ts';
import type { Strip, UnitName } from './model.ts';
import { Plot } from './strip.tsx';
import { ValuesByUnit, ValuesOfUnit } from './values.tsx';

/** What can be looked at, with the strips that belong to it. */
const LOOKS: readonly (readonly [name: string, isIn: (strip: Strip) => boolean])[] = [
  [inspectionTexts.all, () => true],
  [inspectionTexts.onlyOutside, ({ outside }) => outside > 0],
  [inspectionTexts.onlyDisagree, ({ disagree }) => disagree.length > 0],
  [inspectionTexts.onlyUnjudged, ({ unjudged }) => unjudged > 0],
  [inspectionTexts.onlyDiffers, ({ differs }) => differs > 0],
];

type StripsProps = {
  readonly strips: readonly Strip[];
  readonly units: ReadonlyMap<string, UnitName>;
  /** The item of a unit's page. */
  readonly marked?: string;
};

/** The strips. */
export function Strips({ strips, units, marked }: StripsProps) {
  const [look, setLook] = useState(0);
  const shown = strips.filter(LOOKS[look]?.[1] ?? (() => true));
  return (
    <section className="panel" aria-labelledby="characteristics">
      <h2 id="characteristics">{inspectionTexts.characteristics}</h2>
      <fieldset className="inspections-looks" aria-label={inspectionTexts.show}>
        {LOOKS.map(([name, isIn], i) => {
          const count = strips.filter(isIn).length;
          return count === 0 && i > 0 ? null : (
            <button
              type="button"
              key={name}
              className={i === look ? 'chip chip-on' : 'chip'}
              aria-pressed={i === look}
              onClick={() => setLook(i)}
            >
              {name} <strong>{count}</strong>
            </button>
          );
        })}
      </fieldset>
      {shown.length === 0 ? <p className="soft">{inspectionTexts.noneOfThese}</p> : null}
      {shown.map((strip) => (
        <StripRow key={strip.name} strip={strip} units={units} marked={marked} />
      ))}
    </section>
  );
}

type StripRowProps = {
  readonly strip: Strip;
  readonly units: ReadonlyMap<string, UnitName>;
  readonly marked: string | undefined;
};

function StripRow({ strip, units, marked }: StripRowProps) {
  const disagree = strip.disagree.map((item) => units.get(item)?.short ?? item);
  return (
    <div className="inspections-strip">
      <h3>
        {strip.name}{' '}
        <span className="soft small">
          {strip.kind}
          {strip.unit === undefined ? '' : ` · ${strip.unit}`}
          {strip.isNotAgreed ? ` · ${inspectionTexts.notAgreed}` : ''}
        </span>
      </h3>
      <div className="inspections-pictures">
        {strip.plots.map((lanes) => (
          <Plot key={JSON.stringify(lanes[0]?.limits)} lanes={lanes} units={units} marked={marked} />
        ))}
        {disagree.length === 0 ? null : (
          <p className="state-decide">
            <span aria-hidden="true">◆</span> {inspectionTexts.disagree(disagree.join(', '))}
          </p>
        )}
      </div>
      {marked === undefined ? (
        <ValuesByUnit strip={strip} units={units} />
      ) : (
        <ValuesOfUnit strip={strip} item={marked} />
      )}
    </div>
  );
}
