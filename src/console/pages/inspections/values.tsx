// The measured values as words: beside a strip a row for each unit, on the page of one unit a row for each value.

import { Link } from 'react-router';
import { recordPath } from '../../parts/paths.ts';
import { Table } from '../../parts/table.tsx';
import { inspectionTexts, JUDGEMENTS } from '../../texts/inspections.ts';
import { type Judged, type Lane, lanesOf, type Strip, type UnitName } from './model.ts';

type ValuesProps = { readonly strip: Strip; readonly units: ReadonlyMap<string, UnitName> };

/** A row for each unit, a column for each laboratory. */
export function ValuesByUnit({ strip, units }: ValuesProps) {
  const laboratories = [...new Set(lanesOf(strip).map(({ laboratory }) => laboratory))];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table scrolls within its place, also by keyboard.
    <section className="inspections-values" aria-label={`${strip.name}, ${inspectionTexts.measured}`} tabIndex={0}>
      <Table
        rows={[...units]}
        keyOf={([item]) => item}
        columns={[
          {
            label: inspectionTexts.unit,
            draw: ([item, { name, short }]) => (
              <Link className="mono" to={recordPath('inspection/review', item)} title={name}>
                {short}
              </Link>
            ),
          },
          ...laboratories.map((laboratory) => ({
            label: laboratory,
            look: 'inspections-id',
            draw: ([item]: readonly [string, UnitName]) => <Cell judged={ofUnit(strip, laboratory, item)} />,
          })),
        ]}
      />
    </section>
  );
}

function Cell({ judged }: { readonly judged: readonly Judged[] }) {
  if (judged.length === 0) return <span className="soft">–</span>;
  const faulty = judged.filter(({ judgement, differs }) => judgement !== 'inside' || differs);
  const calm = judged.filter((one) => !faulty.includes(one));
  return (
    <>
      {calm.length > 0 ? <span className="mono number">{spread(calm)}</span> : null}
      {faulty.map((one) => (
        <span className="inspections-value" key={one.characteristic.id}>
          <Value judged={one} />
        </span>
      ))}
    </>
  );
}

/** A value with what is to be said of it. */
function Value({ judged: { value, judgement, differs } }: { readonly judged: Judged }) {
  return (
    <>
      {value.value === undefined ? null : <span className="mono number">{value.value} </span>}
      <JudgementWord judged={{ judgement, differs, fileVerdict: value.fileVerdict }} />
    </>
  );
}

type Said = Pick<Judged, 'judgement' | 'differs'> & { readonly fileVerdict: Judged['value']['fileVerdict'] };

function JudgementWord({ judged: { judgement, differs, fileVerdict } }: { readonly judged: Said }) {
  const look = judgement === 'inside' ? 'good' : judgement === 'outside' ? 'bad' : 'decide';
  const shape = { good: '●', bad: '✕', decide: '◆' }[look];
  return (
    <>
      <span className={`state state-${look}`}>
        <span aria-hidden="true">{shape}</span> {JUDGEMENTS[judgement]}
      </span>
      {differs ? <span className="state-decide small"> ≠ {fileWords(fileVerdict)}</span> : null}
    </>
  );
}

function fileWords(verdict: Judged['value']['fileVerdict']): string {
  return verdict === 'pass' || verdict === 'fail' ? inspectionTexts.fileDiffers(verdict) : inspectionTexts.fileSilent;
}

/** Every value of one unit in a group: with its limits and both verdicts. */
export function ValuesOfUnit({ strip, item }: { readonly strip: Strip; readonly item: string }) {
  const rows = lanesOf(strip).flatMap((lane) =>
    lane.judged.filter((judged) => judged.item === item).map((judged) => ({ lane, judged })),
  );
  return (
    <div className="inspections-values">
      <Table
        rows={rows}
        keyOf={({ lane, judged }) => `${lane.laboratory} ${judged.characteristic.id}`}
        columns={[
          {
            label: inspectionTexts.laboratory,
            draw: ({ lane, judged: { characteristic } }) => (
              <>
                {lane.laboratory}
                <span className="soft small inspections-value">{characteristic.name ?? characteristic.id}</span>
              </>
            ),
          },
          { label: inspectionTexts.limits, look: 'mono number', draw: ({ lane }) => limitWords(lane) },
          { label: inspectionTexts.measured, draw: ({ judged }) => <Value judged={judged} /> },
        ]}
      />
    </div>
  );
}

function limitWords({ limits: { lower, upper } }: Lane): string {
  if (lower === undefined && upper === undefined) return '–';
  if (lower === undefined) return `≤ ${upper}`;
  return upper === undefined ? `≥ ${lower}` : `${lower} … ${upper}`;
}

function ofUnit(strip: Strip, laboratory: string, item: string): readonly Judged[] {
  return lanesOf(strip)
    .filter((lane) => lane.laboratory === laboratory)
    .flatMap(({ judged }) => judged.filter((one) => one.item === item));
}

/** One value as written, or the smallest and the largest with their number. */
function spread(judged: readonly Judged[]): string {
  const texts = judged.flatMap(({ value }) => value.value ?? []);
  const sorted = [...texts].sort((a, b) => Number(a) - Number(b));
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  return texts.length < 2 ? first : `${first} … ${last} (${texts.length})`;
}
