// What happened on the way of an order: proposed changes with what they would make of it, disputes, replacements.

import { Link } from 'react-router';
import { money } from '../../parts/amount.ts';
import type { Change, Dispute, ItemType, Order, Remake } from '../../parts/order/facts.ts';
import { TermValueText } from '../../parts/order/term-value.tsx';
import type { TermValue } from '../../parts/order/terms.ts';
import { recordPath } from '../../parts/paths.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Table } from '../../parts/table.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { orderTexts } from '../../texts/orders.ts';
import { changeLines } from './changes.ts';

type ChangesProps = { readonly order: Order; readonly changes: readonly Change[]; readonly type: ItemType | undefined };

/** Proposals that await an answer, in full; ended ones by a line. */
export function ChangesPanel({ order, changes, type }: ChangesProps) {
  return (
    <section className="panel" aria-labelledby="changes">
      <h2 id="changes">{orderTexts.changes}</h2>
      {changes.map((change) => {
        const side = change.by === order.buyer ? 'buyer' : 'seller';
        return (
          <div className="ruled" key={side}>
            <p className="row">
              <Link to={recordPath('procurement/change', `${order.id}/${side}`)}>{orderTexts.changeBy(side)}</Link>
              <Party id={change.by} />
              <StateWord state={change.state} />
            </p>
            {change.state === 'proposed' ? <ChangeTable order={order} change={change} type={type} /> : null}
          </div>
        );
      })}
    </section>
  );
}

type ChangeTableProps = { readonly order: Order; readonly change: Change; readonly type: ItemType | undefined };

function ChangeTable({ order, change, type }: ChangeTableProps) {
  return (
    <>
      <Table
        rows={changeLines(order, change, type)}
        keyOf={({ label }) => label}
        columns={[
          { label: orderTexts.field, look: 'free-text', draw: ({ label }) => label },
          { label: orderTexts.before, look: 'soft', draw: ({ before }) => <Side value={before} /> },
          { label: orderTexts.after, draw: ({ after }) => <Side value={after} /> },
        ]}
      />
      {change.topUpCents === 0 ? null : (
        <p className="soft small">
          {orderTexts.topUp} <span className="mono">{money(change.topUpCents, order.unit)}</span>
        </p>
      )}
    </>
  );
}

function Side({ value }: { readonly value: TermValue | undefined }) {
  return value === undefined ? <span aria-hidden="true">–</span> : <TermValueText value={value} />;
}

/** Disputes. */
export function DisputesPanel({ order, disputes }: { readonly order: Order; readonly disputes: readonly Dispute[] }) {
  return (
    <section className="panel" aria-labelledby="disputes">
      <h2 id="disputes">{orderTexts.disputes}</h2>
      <ul className="plain">
        {[...disputes]
          .sort(openFirst)
          .map(({ id, by, state, amountCents, reason, untilMs, arbiter, proposal, sellerCents }) => (
            <li className="ruled row" key={id}>
              <Link className="mono" to={recordPath('procurement/dispute', id)}>
                {money(amountCents, order.unit)}
              </Link>
              <span className="soft">{orderTexts.openedBy}</span>
              <Party id={by} />
              <StateWord state={state} />
              <span className="soft">
                {orderTexts.reason} <ShortId id={reason} />
              </span>
              {state !== 'open' ? null : (
                <span className="soft">
                  {orderTexts.endsBy} <TimeText timeMs={untilMs} />
                </span>
              )}
              {arbiter === undefined || state !== 'open' ? null : (
                <span className="row">
                  <span className="soft">{orderTexts.arbiter}</span> <Party id={arbiter} />
                </span>
              )}
              {proposal === undefined || state !== 'open' ? null : (
                <span>
                  {orderTexts.proposal(proposal.by)}{' '}
                  <span className="mono">{money(proposal.sellerCents, order.unit)}</span>
                </span>
              )}
              {sellerCents === undefined ? null : (
                <span>
                  {orderTexts.gotSeller} <span className="mono">{money(sellerCents, order.unit)}</span>
                </span>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}

/** What is frozen now before what has ended. */
function openFirst(a: Dispute, b: Dispute): number {
  return Number(b.state === 'open') - Number(a.state === 'open');
}

/** Replacements of rejected units. */
export function RemakesPanel({ remakes }: { readonly remakes: readonly Remake[] }) {
  return (
    <section className="panel" aria-labelledby="remakes">
      <h2 id="remakes">{orderTexts.remakes}</h2>
      <ul className="plain">
        {remakes.map(({ id, by, state, items }) => (
          <li className="ruled row" key={id}>
            <Link to={recordPath('procurement/remake', id)}>{orderTexts.remakeOf(items.length)}</Link>
            <Party id={by} />
            <StateWord state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
