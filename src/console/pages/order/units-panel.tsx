// The units of an order as a compact grid: number and state, each a way to its page.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { OrderFacts } from '../../parts/order/facts.ts';
import { recordPath } from '../../parts/paths.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { orderTexts } from '../../texts/orders.ts';
import { unitLines } from './units.ts';

/** Units that are drawn before one asks for all. */
const AT_FIRST = 60;

/** The panel. */
export function UnitsPanel({ facts }: { readonly facts: OrderFacts }) {
  const [isAll, setIsAll] = useState(false);
  const { units, order } = facts;
  const lines = unitLines(facts);
  const hidden = lines.filter(({ number }) => number === undefined).length;
  const shown = isAll ? lines : lines.slice(0, AT_FIRST);
  return (
    <section className="panel" aria-labelledby="units">
      <h2 id="units">{orderTexts.units}</h2>
      {units === undefined ? null : (
        <p className="soft small">
          {units.planned === 0
            ? orderTexts.noUnits
            : orderTexts.numbered(units.planned, order.quantity + (units.remade ?? 0))}{' '}
          {units.planned > 0 && lines.length === 0 ? orderTexts.unseen : null}
          {hidden === 0 ? null : orderTexts.hidden(hidden)}
        </p>
      )}
      <ul className="order-units">
        {shown.map(({ id, number, state }) => (
          <li key={id}>
            {number === undefined ? (
              <ShortId id={id} />
            ) : (
              <Link className="mono" to={recordPath('items/item', id)} title={id}>
                {number}
              </Link>
            )}
            {state === undefined ? null : <StateWord state={state} />}
          </li>
        ))}
      </ul>
      {shown.length === lines.length ? null : (
        <Button variant="default" size="xs" onClick={() => setIsAll(true)}>
          {orderTexts.showAll(lines.length)}
        </Button>
      )}
    </section>
  );
}
