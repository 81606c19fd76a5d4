// The story of an item as a time line: oldest first, gaps drawn as gaps.

import { Link } from 'react-router';
import { recordPath } from '../../parts/paths.ts';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { itemTexts } from '../../texts/items.ts';
import type { StoryStep } from './story.ts';

/** The time line. */
export function Story({ steps }: { readonly steps: readonly StoryStep[] }) {
  return (
    <section className="panel" aria-labelledby="story">
      <h2 id="story">{itemTexts.story}</h2>
      <p className="soft small">{steps.length === 0 ? itemTexts.storyEmpty : itemTexts.storyLead}</p>
      <ol className="item-story">
        {steps.map((step) => (
          <li key={step.key} className={step.isGap === true ? 'item-step item-step-gap' : 'item-step'}>
            {step.isGap === true ? (
              <span>
                <span aria-hidden="true">▨</span> {step.words}
              </span>
            ) : (
              <Step step={step} />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Step({ step: { timeMs, words, by, to, item, state, more, record } }: { readonly step: StoryStep }) {
  return (
    <>
      <span className="item-step-time small soft">
        <TimeText timeMs={timeMs} />
      </span>
      <span className="item-step-what">
        {record === undefined ? words : <Link to={recordPath(...record)}>{words}</Link>}
        {item === undefined ? null : (
          <Link className="mono" to={recordPath('items/item', item)} title={item}>
            {shortId(item)}
          </Link>
        )}
        {by === undefined ? null : <Party id={by} />}
        {to === undefined ? null : (
          <>
            {by === undefined ? null : <span className="soft">{itemTexts.to}</span>}
            <Party id={to} />
          </>
        )}
        {state === undefined ? null : <StateWord state={state} />}
        {more === undefined ? null : <span className="soft small">{more}</span>}
      </span>
    </>
  );
}
