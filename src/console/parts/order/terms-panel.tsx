// The terms of an order or a request: a list in the trade's order, and the table of what is held to which limit.

import { orderTexts, termTexts } from '../../texts/orders.ts';
import { Table } from '../table.tsx';
import type { ItemType, Plan } from './facts.ts';
import { TermValueText } from './term-value.tsx';
import { leftOpen, type OrderLike, termLines } from './terms.ts';

type TermsPanelProps = {
  readonly order: OrderLike;
  readonly type?: ItemType | undefined;
  readonly plan?: Plan | undefined;
};

/** The panel. */
export function TermsPanel({ order, type, plan }: TermsPanelProps) {
  const open = leftOpen(order);
  return (
    <section className="panel" aria-labelledby="terms">
      <h2 id="terms">{orderTexts.terms}</h2>
      <dl className="facts">
        {termLines(order, { type, plan }).map(({ label, values, assumed }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="order-values">
              {values.map((value) => (
                <span key={JSON.stringify(value)}>
                  <TermValueText value={value} />
                </span>
              ))}
              {assumed === undefined ? null : <span className="soft small">{assumed}</span>}
            </dd>
          </div>
        ))}
        {open.length === 0 ? null : (
          <div>
            <dt>{termTexts.open}</dt>
            <dd>
              <span className="soft">{termTexts.openLead}</span> {open.join(', ')}
            </dd>
          </div>
        )}
      </dl>
      {order.terms.length === 0 ? null : <Limits order={order} />}
    </section>
  );
}

function Limits({ order: { terms, assumed } }: { readonly order: OrderLike }) {
  return (
    <>
      <h3>{orderTexts.limits}</h3>
      <p className="soft small">{orderTexts.limitsLead}</p>
      <Table
        rows={terms}
        keyOf={({ name }) => name}
        columns={[
          {
            label: orderTexts.term,
            draw: ({ name }) => (
              <>
                <span className="free-text">{name}</span>
                {assumed.includes(name) ? <span className="soft small order-assumed">{orderTexts.assumed}</span> : null}
              </>
            ),
          },
          { label: orderTexts.measure, isWide: true, look: 'free-text', draw: ({ measure }) => measure },
          {
            label: orderTexts.limit,
            look: 'mono',
            draw: ({ limit, unit }) => [limit, unit].filter((part) => part !== undefined).join(' '),
          },
          { label: orderTexts.evidence, look: 'free-text', draw: ({ evidenceSource }) => evidenceSource },
          {
            label: orderTexts.checked,
            isWide: true,
            draw: ({ measure, limit, unit, evidenceSource }) =>
              [measure, limit, unit, evidenceSource].includes(undefined) ? (
                <span className="state-decide">◆ {orderTexts.byPerson}</span>
              ) : (
                orderTexts.byItself
              ),
          },
        ]}
      />
    </>
  );
}
