// The money of an order: one bar that is the price, cut into what is paid, set aside and back; and its parts in a table.

import { grouped, money as moneyText } from '../../parts/amount.ts';
import type { Money, Order } from '../../parts/order/facts.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { moneyTexts, orderTexts } from '../../texts/orders.ts';
import { partLines, piecesOf } from './money.ts';

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
  const isFrozen = lines.some(({ frozenCents }) => frozenCents > 0);
  return (
    <table className="records order-parts">
      <thead>
        <tr>
          <th scope="col">{moneyTexts.part}</th>
          <th scope="col" className="wide-only">
            {moneyTexts.when}
          </th>
          <th scope="col" className="to-right">
            {moneyTexts.share}
          </th>
          <th scope="col" className="to-right">
            {moneyTexts.released}
          </th>
          <th scope="col" className="to-right wide-only">
            {moneyTexts.given}
          </th>
          {isFrozen ? (
            <th scope="col" className="to-right">
              {orderTexts.disputed}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, when, cents, count, givenCents, frozenCents }) => (
          <tr key={name}>
            <th scope="row" className="free-text">
              {name}
            </th>
            <td className="wide-only">{when}</td>
            <td className="to-right mono number">{moneyText(cents, order.unit)}</td>
            <td className="to-right mono number">
              {grouped(count)} / {grouped(order.quantity)}
            </td>
            <td className="to-right mono number wide-only">{moneyText(givenCents, order.unit)}</td>
            {isFrozen ? <td className="to-right mono number">{moneyText(frozenCents, order.unit)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
