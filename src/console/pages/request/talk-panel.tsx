// What is said about a request: questions, answers, addenda, counter-offers. Texts are sealed; here stand their
// commitments.

import { Link } from 'react-router';
import { money } from '../../parts/amount.ts';
import { recordPath } from '../../parts/paths.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { talkTexts } from '../../texts/requests.ts';
import type { Counter, Notice, Question } from './facts.ts';

type TalkProps = { readonly questions: readonly Question[]; readonly notices: readonly Notice[] };

/** Questions that wait, then what all were told, in the order of time. */
export function TalkPanel({ questions, notices }: TalkProps) {
  const told = [...notices].sort((a, b) => a.atMs - b.atMs);
  return (
    <section className="panel" aria-labelledby="talk">
      <h2 id="talk">{talkTexts.title}</h2>
      <p className="soft small">{talkTexts.lead}</p>
      <ul className="plain">
        {questions.map(({ id, asker, question, state }) => (
          <li className="order-change row" key={id}>
            <Link to={recordPath('sourcing/question', id)}>{talkTexts.question}</Link>
            <Party id={asker} />
            <ShortId id={question} />
            <StateWord state={state} />
          </li>
        ))}
        {told.map(({ id, kind, number, question, text, atMs }) => (
          <li className="order-change row" key={id}>
            <Link to={recordPath('sourcing/notice', id)}>
              {kind === 'answer' ? talkTexts.answer : talkTexts.addendum(number ?? 0)}
            </Link>
            <ShortId id={text} />
            {question === undefined ? null : (
              <span className="soft">
                {talkTexts.to} <ShortId id={question} />
              </span>
            )}
            <TimeText timeMs={atMs} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Prices that the buyer asked of the best bidder. */
export function CountersPanel({ counters, unit }: { readonly counters: readonly Counter[]; readonly unit: string }) {
  const inOrder = [...counters].sort((a, b) => a.round - b.round);
  return (
    <section className="panel" aria-labelledby="counters">
      <h2 id="counters">{talkTexts.counters}</h2>
      <ul className="plain">
        {inOrder.map(({ id, round, bidder, unitPriceCents, state }) => (
          <li className="order-change row" key={id}>
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
