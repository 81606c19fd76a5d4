// Custody and title as two lanes over the same columns: stretches side by side on a laptop, one below the other on a phone.

import { Stamp } from '../../parts/stamp.tsx';
import { TimeText } from '../../parts/time-text.tsx';
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
        {spans.map(({ member, from, until, sinceMs, untilMs, kind }) => (
          <li key={from} className={`span span-${kind}`} style={{ gridColumn: `${from + 1} / ${until + 1}` }}>
            <span className="span-who">
              {member === undefined ? (
                <>
                  <span aria-hidden="true">▨</span> {shipmentTexts.gap}
                </>
              ) : (
                <>
                  <Stamp member={member} size={16} /> <span>{member}</span>
                </>
              )}
            </span>
            <span className="small soft">
              {kind === 'expected' ? shipmentTexts.expected : null}
              {sinceMs === undefined ? null : <TimeText timeMs={sinceMs} />}
              {kind === 'now' ? ` → ${shipmentTexts.now}` : null}
              {untilMs === undefined ? null : (
                <>
                  {' → '}
                  <TimeText timeMs={untilMs} />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
