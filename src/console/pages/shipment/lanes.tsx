// Custody and title as two lanes over the same columns: stretches side by side on a laptop, one below the other on a phone.

import { dateText, minuteText } from '../../parts/date-text.ts';
import { Stamp } from '../../parts/stamp.tsx';
import { shipmentTexts } from '../../texts/shipments.ts';
import type { Lanes as LanesOf, Span } from './custody.ts';

/** The picture. */
export function Lanes({ lanes: { columns, custody, title } }: { readonly lanes: LanesOf }) {
  const spoken = [...custody, ...title].map(({ member }) => member ?? shipmentTexts.gap).join(', ');
  return (
    <figure className="lanes" aria-label={shipmentTexts.picture(spoken)}>
      <Lane name={shipmentTexts.lanes.custody} spans={custody} columns={columns} />
      <Lane name={shipmentTexts.lanes.title} spans={title} columns={columns} />
    </figure>
  );
}

function Lane({
  name,
  spans,
  columns,
}: {
  readonly name: string;
  readonly spans: readonly Span[];
  readonly columns: number;
}) {
  return (
    <div className="lane">
      <span className="lane-name soft small">{name}</span>
      <ol className="lane-spans" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {spans.map((span) => (
          <li
            key={span.from}
            className={`span span-${span.kind}`}
            style={{ gridColumn: `${span.from + 1} / ${span.until + 1}` }}
          >
            <span className="span-who">
              {span.member === undefined ? (
                <>
                  <span aria-hidden="true">▨</span> {shipmentTexts.gap}
                </>
              ) : (
                <>
                  <Stamp member={span.member} size={16} /> <span>{span.member}</span>
                </>
              )}
            </span>
            <span className="small soft">{spanWords(span)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** `2026-11-28 11:17 → now`; only what is known. */
function spanWords({ kind, sinceMs, untilMs }: Span): string {
  if (kind === 'expected') return shipmentTexts.expected;
  const since = sinceMs === undefined ? '' : minuteText(sinceMs);
  if (kind === 'now') return `${since} → ${shipmentTexts.now}`;
  if (sinceMs !== undefined && untilMs !== undefined) return dateText(sinceMs, untilMs);
  return untilMs === undefined ? since : `→ ${minuteText(untilMs)}`;
}
