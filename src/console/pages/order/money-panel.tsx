// The money of an order: one bar that is the price, cut into what is paid, set aside and back; and its parts in a table.

import { grouped, money as moneyText } from '../../parts/amount.ts';
import type { Money, Order } from '../../parts/order/facts.ts';
import { type Column, Table } from '../../parts/table.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { moneyTexts, orderTexts } from '../../texts/orders.ts';
import { type PartLine, partLines, piecesOf } from './money.ts';

/** The panel. */
export function MoneyPanel({ order, money }: { readonly order: Order; readonly money: Money }) {
  const { unit, totalCents, payment, feeCents } = order;
  const { lateCents, invoiceDueMs, invoicePaidMs } = money;
  const pieces = piecesOf(order, money);
  return (
    <section className="panel" aria-labelledby="money">
      <h2 id="money">{orderTexts.money}</h2>
      <div
        className="order-bar"
        role="img"
        aria-label={moneyTexts.picture(
          pieces.map(({ label, cents }) => `${moneyText(cents, unit)} ${label}`).join(', '),
        )}
      >
        {pieces.map(({ key, cents }) => (
          <span key={key} className={`order-piece order-piece-${key}`} style={{ flexGrow: cents }} />
        ))}
      </div>
      <ul className="order-pieces">
        {pieces.map(({ key, label, cents }) => (
          <li key={key}>
            <span className={`order-key order-piece-${key}`} aria-hidden="true" />
            <span className="mono number">{moneyText(cents, unit)}</span> {label}
          </li>
        ))}
        {lateCents === 0 ? null : (
          <li>
            <span className="mono number">{moneyText(lateCents, unit)}</span> {moneyTexts.late}
          </li>
        )}
        <li className="soft">
          {moneyTexts.price} <span className="mono number">{moneyText(totalCents, unit)}</span>
        </li>
        {feeCents === undefined ? null : (
          <li className="soft">
            {moneyTexts.fee} <span className="mono number">{moneyText(feeCents, unit)}</span>
          </li>
        )}
        {invoiceDueMs === undefined ? null : (
          <li>
            {moneyTexts.due} <TimeText timeMs={invoiceDueMs} />
          </li>
        )}
        {invoicePaidMs === undefined ? null : (
          <li>
            {moneyTexts.confirmed} <TimeText timeMs={invoicePaidMs} />
          </li>
        )}
      </ul>
      {payment === 'invoice' ? <p className="soft small">{moneyTexts.invoiceNote}</p> : null}
      {order.milestones === undefined ? null : <Parts order={order} money={money} />}
    </section>
  );
}

function Parts({ order, money }: { readonly order: Order; readonly money: Money }) {
  const lines = partLines(order, money);
  const amount = (cents: number): string => moneyText(cents, order.unit);
  const columns: readonly Column<PartLine>[] = [
    { label: moneyTexts.part, look: 'free-text', draw: ({ name }) => name },
    { label: moneyTexts.when, isWide: true, draw: ({ when }) => when },
    { label: moneyTexts.share, isFigure: true, draw: ({ cents }) => amount(cents) },
    {
      label: moneyTexts.released,
      isFigure: true,
      draw: ({ count }) => `${grouped(count)} / ${grouped(order.quantity)}`,
    },
    { label: moneyTexts.given, isFigure: true, isWide: true, draw: ({ givenCents }) => amount(givenCents) },
    { label: orderTexts.disputed, isFigure: true, draw: ({ frozenCents }) => amount(frozenCents) },
  ];
  const isFrozen = lines.some(({ frozenCents }) => frozenCents > 0);
  return <Table rows={lines} keyOf={({ name }) => name} columns={isFrozen ? columns : columns.slice(0, -1)} />;
}
