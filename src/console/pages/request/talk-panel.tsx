// What is said about a request: questions, answers, addenda. Texts are sealed; here stand their commitments.

import { Link } from 'react-router';
import { recordPath } from '../../parts/paths.ts';
import type { Notice, Question } from '../../parts/request/facts.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { talkTexts } from '../../texts/requests.ts';

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
          <li className="ruled row" key={id}>
            <Link to={recordPath('sourcing/question', id)}>{talkTexts.question}</Link>
            <Party id={asker} />
            <ShortId id={question} />
            <StateWord state={state} />
          </li>
        ))}
        {told.map(({ id, kind, number, question, text, atMs }) => (
          <li className="ruled row" key={id}>
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
