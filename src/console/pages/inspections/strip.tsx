// A strip: the limits of a group of characteristics to scale, and a mark for each value. A laboratory has its own row and
// its own shape; what is outside carries the number of its unit. The values stand as words in the table beside it.

import { useElementSize } from '@mantine/hooks';
import { inspectionTexts } from '../../texts/inspections.ts';
import { type Judged, type Lane, laneFault, type UnitName } from './model.ts';
import { type Domain, domainOf, placeOf } from './scale.ts';

/** Heights: the words of a lane, its limits, a row of marks, room around the rows. */
const HEAD = 18;
const ENDS = 15;
const ROW = 9;
const PAD = 9;
/** Units that have a height of their own within a lane; more share them. */
const ROWS = 8;
/** Least distance of two texts on the scale. */
const APART = 46;
const MARK = 4.5;

type PlotProps = {
  readonly lanes: readonly Lane[];
  readonly units: ReadonlyMap<string, UnitName>;
  /** The one unit that the page is about. */
  readonly marked: string | undefined;
};

/** The picture of lanes with one scale. */
export function Plot({ lanes, units, marked }: PlotProps) {
  const { ref, width } = useElementSize();
  const domain = domainOf(lanes);
  const order = [...units.keys()];
  const rows = Math.max(1, Math.min(ROWS, order.length));
  const tops = topsOf(lanes);
  const ground = rows * ROW + 2 * PAD;
  const placed = lanes.map((lane, i) => {
    const above = tops.slice(0, i).reduce((sum, top) => sum + top + ground, 0);
    return { lane, y: above, top: tops[i] ?? 0 };
  });
  const height = tops.reduce((sum, top) => sum + top + ground, 0);
  return (
    <div ref={ref} className="inspections-plot">
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={lanes.map(laneWords).join('; ')}>
          {placed.map(({ lane, y, top }) => (
            <g key={`${lane.laboratory} ${JSON.stringify(lane.limits)}`} transform={`translate(0 ${y})`}>
              <LaneHead lane={lane} width={width} />
              <Limits lane={lane} domain={domain} width={width} top={top} height={ground} />
              {lane.judged.map((judged) => (
                <Mark
                  key={`${judged.item} ${judged.characteristic.id}`}
                  {...{ judged, domain, width, isOf: lane.side }}
                  unit={units.get(judged.item) ?? { name: judged.item, short: judged.item }}
                  y={top + PAD + ((Math.max(0, order.indexOf(judged.item)) % rows) + 0.5) * ROW}
                  emphasis={marked === undefined ? 'all' : marked === judged.item ? 'own' : 'other'}
                />
              ))}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}

/** Where the marks of each lane begin: limits that are those of the lane above are not written again. */
function topsOf(lanes: readonly Lane[]): readonly number[] {
  const texts = lanes.map(({ limits: { state, lower, upper } }) => `${state} ${lower} ${upper}`);
  return texts.map((text, i) => HEAD + (text === texts[i - 1] ? 0 : ENDS));
}

function LaneHead({ lane, width }: { readonly lane: Lane; readonly width: number }) {
  const fault = laneFault(lane);
  const measured = lane.judged.filter(({ value }) => value.value !== undefined);
  const outside = measured.filter(({ judgement }) => judgement === 'outside').length;
  const count =
    measured.length === 0
      ? inspectionTexts.nothing
      : fault === undefined
        ? inspectionTexts.count(outside, measured.length)
        : inspectionTexts.measuredOnly(measured.length);
  return (
    <>
      <Shape side={lane.side} x={MARK + 1} y={9} className="inspections-mark" />
      <text x={16} y={13} className="inspections-lane">
        {lane.laboratory} <tspan className="inspections-soft">{inspectionTexts.for[lane.side]}</tspan>
      </text>
      <text x={width} y={13} textAnchor="end" className={outside > 0 ? 'inspections-bad' : 'inspections-soft'}>
        {count}
      </text>
    </>
  );
}

type LimitsProps = {
  readonly lane: Lane;
  readonly domain: Domain;
  readonly width: number;
  readonly top: number;
  readonly height: number;
};

function Limits({ lane, domain, width, top, height }: LimitsProps) {
  const { lower, upper, nominal, state } = lane.limits;
  const at = (text: string) => placeOf(Number(text), domain, width).x;
  const fault = laneFault(lane);
  const from = lower === undefined ? 0 : at(lower);
  const to = upper === undefined ? width : at(upper);
  const ends = [lower, upper].flatMap((text) => (text === undefined ? [] : [{ text, x: at(text), isEnd: true }]));
  const middle = nominal === undefined ? [] : [{ text: nominal, x: at(nominal), isEnd: false }];
  const isSaid = top > HEAD;
  const texts = [...ends, ...middle.filter(({ x }) => ends.every((end) => Math.abs(end.x - x) > APART))];
  return (
    <g>
      <rect className="inspections-ground" x={0} y={top} width={width} height={height} />
      {state === 'known' ? (
        <rect className="inspections-inside" x={from} y={top} width={Math.max(0, to - from)} height={height} />
      ) : null}
      {[...ends, ...middle].map(({ text, x, isEnd }) => (
        <line
          key={`${isEnd} ${text} ${x}`}
          className={isEnd ? 'inspections-end' : 'inspections-nominal'}
          {...{ x1: x, x2: x, y1: top, y2: top + height }}
        />
      ))}
      {fault === undefined || !isSaid ? null : (
        <text x={0} y={top - 4} className="inspections-fault">
          ◆ {inspectionTexts.lane[fault]}
        </text>
      )}
      {fault !== undefined || !isSaid
        ? null
        : texts.map(({ text, x }) => (
            <text
              key={`${text} ${x}`}
              x={within(x, width)}
              y={top - 4}
              textAnchor="middle"
              className="inspections-tick"
            >
              {text}
            </text>
          ))}
    </g>
  );
}

type MarkProps = {
  readonly judged: Judged;
  readonly unit: UnitName;
  readonly domain: Domain;
  readonly width: number;
  readonly y: number;
  readonly isOf: Lane['side'];
  readonly emphasis: 'all' | 'own' | 'other';
};

function Mark({ judged, unit, domain, width, y, isOf, emphasis }: MarkProps) {
  const { value, judgement, characteristic } = judged;
  if (value.value === undefined) return null;
  const { x, beyond } = placeOf(Number(value.value), domain, width);
  const inner = Math.min(width - MARK - 1, Math.max(MARK + 1, x));
  const isOutside = judgement === 'outside';
  const isNamed = isOutside || emphasis === 'own';
  const far = beyond === undefined ? '' : beyond === 'left' ? ` ◂ ${value.value}` : ` ${value.value} ▸`;
  // Away from the limits where there is room for the words.
  const isRight = isOutside ? inner > width - 8 * (unit.short.length + far.length + 4) : inner > width / 2;
  return (
    <g className={emphasis === 'other' ? 'inspections-other' : undefined}>
      <title>{`${unit.name}, ${characteristic.name ?? characteristic.id}: ${value.value} ${value.unit ?? characteristic.unit ?? ''} (${judgement})`}</title>
      <Shape side={isOf} x={inner} y={y} className={isOutside ? 'inspections-mark-bad' : 'inspections-mark'} />
      {isNamed ? (
        <text
          x={inner + (isRight ? -8 : 8)}
          y={y + 4}
          textAnchor={isRight ? 'end' : 'start'}
          className={isOutside ? 'inspections-number-bad' : 'inspections-number'}
        >
          {isOutside ? `✕ ${unit.short}${far}` : unit.short}
        </text>
      ) : null}
    </g>
  );
}

type ShapeProps = { readonly side: Lane['side']; readonly x: number; readonly y: number; readonly className: string };

/** A filled circle for the maker's laboratory, an open diamond for the buyer's. */
function Shape({ side, x, y, className }: ShapeProps) {
  if (side === 'seller') return <circle className={className} cx={x} cy={y} r={MARK - 0.5} />;
  const points = `${x},${y - MARK} ${x + MARK},${y} ${x},${y + MARK} ${x - MARK},${y}`;
  return <polygon className={`${className} inspections-open`} points={points} />;
}

function within(x: number, width: number): number {
  return Math.min(width - 20, Math.max(20, x));
}

/** A lane in words, for those who do not see the picture. */
function laneWords(lane: Lane): string {
  const measured = lane.judged.filter(({ value }) => value.value !== undefined);
  const outside = measured.filter(({ judgement }) => judgement === 'outside').length;
  const { lower, upper } = lane.limits;
  const fault = laneFault(lane);
  const limits = fault === undefined ? `limits ${lower ?? 'none'} to ${upper ?? 'none'}` : inspectionTexts.lane[fault];
  return `${lane.laboratory} ${inspectionTexts.for[lane.side]}: ${limits}; ${inspectionTexts.count(outside, measured.length)}`;
}
