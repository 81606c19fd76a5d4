// What is said about a request: questions, answers, addenda. Their texts are sealed, and opened here for those who may read them.

import { Link } from 'react-router';
import { actionPath, recordPath } from '../../parts/paths.ts';
import type { Notice, Question } from '../../parts/request/facts.ts';
import { SealedText } from '../../parts/sealed-text.tsx';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useSession } from '../../session/session-context.tsx';
import { talkTexts } from '../../texts/requests.ts';

type TalkProps = { readonly questions: readonly Question[]; readonly notices: readonly Notice[] };

/** Questions, for who asked and for the buyer; then what all were told, in the order of time. */
export function TalkPanel({ questions, notices }: TalkProps) {
  const { me } = useSession();
  const told = [...notices].sort((a, b) => a.atMs - b.atMs);
  return (
    <section className="panel" aria-labelledby="talk">
      <h2 id="talk">{talkTexts.title}</h2>
      <p className="soft small">{talkTexts.lead}</p>
      <ul className="plain">
        {questions.map(({ id, asker, buyer, question, state }) => (
          <li className="ruled" key={id}>
            <p className="row">
              <Link to={recordPath('sourcing/question', id)}>{talkTexts.question}</Link>
              <Party id={asker} />
              <StateWord state={state} />
              {state === 'open' && me?.member === buyer ? (
                <Link to={actionPath('sourcing', 'answer', { question: id })}>{talkTexts.answerIt}</Link>
              ) : null}
            </p>
            <SealedText owner={asker} commitment={question} what={talkTexts.question} />
          </li>
        ))}
        {told.map(({ id, kind, number, buyer, question, text, atMs }) => {
          const what = kind === 'answer' ? talkTexts.answer : talkTexts.addendum(number ?? 0);
          return (
            <li className="ruled" key={id}>
              <p className="row">
                <Link to={recordPath('sourcing/notice', id)}>{what}</Link> <TimeText timeMs={atMs} />
              </p>
              {question === undefined ? null : (
                <SealedText owner={buyer} commitment={question} what={talkTexts.question} />
              )}
              <SealedText owner={buyer} commitment={text} what={what} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
