// The head of the ledger: how far it is, which node this is, who co-signed, and the signed checkpoint itself.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NodeState } from '#sdk/index.ts';
import { nodeQuery } from '../../data/queries.ts';
import { useLive } from '../../live/live-context.tsx';
import { grouped } from '../../parts/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useSession } from '../../session/session-context.tsx';
import { ledgerTexts } from '../../texts/ledger.ts';

/** The panels beside the statements. */
export function Head() {
  const { data, error, refetch } = useQuery(nodeQuery());
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return null;
  return (
    <>
      <HeadFacts state={data} />
      <Witnesses state={data} />
      <Checkpoint />
      <p className="soft small">{ledgerTexts.trust}</p>
    </>
  );
}

function HeadFacts({ state: { ledger, replica } }: { readonly state: NodeState }) {
  const { size } = useLive();
  return (
    <section className="panel" aria-labelledby="head">
      <h2 id="head">{ledgerTexts.head}</h2>
      <dl className="facts">
        <div>
          <dt>{ledgerTexts.size}</dt>
          <dd className="mono number">{grouped(Math.max(size, ledger.size))}</dd>
        </div>
        <div>
          <dt>{ledgerTexts.height}</dt>
          <dd className="mono number">{grouped(ledger.height)}</dd>
        </div>
        <div>
          <dt>{ledgerTexts.since}</dt>
          <dd>
            <TimeText timeMs={ledger.timeMs} />
          </dd>
        </div>
        <div>
          <dt>{ledgerTexts.ledgerId}</dt>
          <dd>
            <ShortId id={ledger.ledgerId} />
          </dd>
        </div>
        <div>
          <dt>{ledgerTexts.node}</dt>
          <dd>
            {ledgerTexts.role[ledger.role]}
            {replica.state === 'origin' ? null : ` · ${ledgerTexts.state[replica.state]}`}
            {replica.finding === undefined ? null : (
              <p className="verdict verdict-bad" role="alert">
                {replica.finding.sentence}
              </p>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Witnesses({ state: { cosignatures } }: { readonly state: NodeState }) {
  const { witnesses, witnessedSize } = cosignatures;
  const isWitnessed = witnessedSize > 0;
  return (
    <section className="panel" aria-labelledby="witnesses">
      <h2 id="witnesses">{ledgerTexts.witnesses}</h2>
      <p className="soft small">{ledgerTexts.witnessesLead}</p>
      <p>
        <span className={isWitnessed ? 'state-good' : 'state-decide'} aria-hidden="true">
          {isWitnessed ? '●' : '◆'}
        </span>{' '}
        {isWitnessed ? ledgerTexts.witnessedTo(witnessedSize) : ledgerTexts.witnessedNone}
      </p>
      {witnesses.length === 0 ? <p className="soft">{ledgerTexts.noWitnesses}</p> : null}
      <ul className="plain">
        {witnesses.map(({ name, member, publicKey, size }) => (
          <li key={name} className="witness">
            <Party id={member} /> <span className="mono">{name}</span>
            <p className="soft small">
              {size === undefined ? ledgerTexts.cosignedNone : ledgerTexts.cosigned(size)} · {ledgerTexts.key}{' '}
              <ShortId id={publicKey} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Checkpoint() {
  const { transport } = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const note = useQuery({
    queryKey: ['records', 'checkpoint'],
    queryFn: () => transport.checkpoint(),
    enabled: isOpen,
  });
  return (
    <section className="panel" aria-labelledby="checkpoint">
      <h2 id="checkpoint">{ledgerTexts.checkpoint}</h2>
      <button type="button" className="as-link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {ledgerTexts.checkpointShow}
      </button>
      {note.error === null ? null : <Problem error={note.error} />}
      {isOpen && note.data !== undefined ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
        <pre className="note mono small" tabIndex={0}>
          {note.data}
        </pre>
      ) : null}
    </section>
  );
}
