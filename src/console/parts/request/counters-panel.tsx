// Prices that the buyer of a request asked of the best bidder, round by round.

import { Link } from 'react-router';
import { talkTexts } from '../../texts/requests.ts';
import { money } from '../amount.ts';
import { recordPath } from '../paths.ts';
import { Party } from '../stamp.tsx';
import { StateWord } from '../state-word.tsx';
import type { Counter } from './facts.ts';

/** The panel. */
export function CountersPanel({ counters, unit }: { readonly counters: readonly Counter[]; readonly unit: string }) {
  const inOrder = [...counters].sort((a, b) => a.round - b.round);
  return (
    <section className="panel" aria-labelledby="counters">
      <h2 id="counters">{talkTexts.counters}</h2>
      <ul className="plain">
        {inOrder.map(({ id, round, bidder, unitPriceCents, state }) => (
          <li className="ruled row" key={id}>
            <Link to={recordPath('sourcing/counter', id)}>{talkTexts.round(round)}</Link>
            <Party id={bidder} />
            <span className="mono number">{money(unitPriceCents, unit)}</span>
            <StateWord state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
