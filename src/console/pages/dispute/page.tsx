// A dispute: the money in question and where it went, what each side says, how far the order was, how it ends.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery, wholeListQuery } from '../../data/queries.ts';
import { money } from '../../parts/amount.ts';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { actionPath, recordPath } from '../../parts/paths.ts';
import { Pieces } from '../../parts/pieces.tsx';
import { SealedText } from '../../parts/sealed-text.tsx';
import { Party } from '../../parts/stamp.tsx';
import { Table } from '../../parts/table.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-context.tsx';
import { disputeTexts } from '../../texts/disputes.ts';
import { type Dispute, isDue, partLines, piecesOf, sideOf, silenceWords, type Terms, turnOf } from './model.ts';

const KIND = 'procurement/dispute';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={disputeTexts.title}>
      {(seen) => <DisputePage seen={seen} />}
    </RecordAt>
  );
}

function DisputePage({ seen }: { readonly seen: RecordSeen }) {
  const { me } = useSession();
  const nowMs = useNow();
  // Every replica wrote the record through the contract's schema; so with what it is about.
  const dispute = seen.value as unknown as Dispute;
  const { buyer, seller, arbiter, order, state, untilMs } = dispute;
  const isParty = me?.member === buyer || me?.member === seller;
  const terms = useTerms(order, isParty);
  const turn = turnOf(dispute, nowMs);
  const due = isDue(dispute, nowMs);
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      title={
        <TitleBlock
          label={disputeTexts.label}
          title={disputeTexts.about(money(dispute.amountCents, terms?.unit))}
          id={seen.id}
          state={state}
          parties={[
            [disputeTexts.buyer, buyer],
            [disputeTexts.seller, seller],
            ...(arbiter === undefined ? [] : [[disputeTexts.arbiter, arbiter] as const]),
          ]}
          next={turn}
        >
          {isParty ? (
            <div className="cell">
              <span className="cell-name">{disputeTexts.order}</span>
              <Link to={recordPath('procurement/order', order)}>{disputeTexts.toOrder}</Link>
            </div>
          ) : null}
          {state === 'open' ? (
            <div className="cell">
              <span className="cell-name">{disputeTexts.ends}</span>
              <TimeText timeMs={untilMs} />
            </div>
          ) : null}
        </TitleBlock>
      }
      offers={
        due && me !== undefined ? (
          <Link
            className="button button-main button-wide"
            to={actionPath('procurement', 'settle', { id: order, dispute: seen.id })}
          >
            {disputeTexts.settle}
          </Link>
        ) : null
      }
    >
      <Question dispute={dispute} terms={terms} />
      <Says dispute={dispute} unit={terms?.unit} />
      <Far dispute={dispute} quantity={terms?.quantity} />
      <Ending dispute={dispute} terms={terms} isDue={due} />
    </ObjectSheet>
  );
}

/** The terms that amounts and counts are of: the arbiter sees no order, but the revision that is in dispute. */
function useTerms(order: string, isParty: boolean): Terms | undefined {
  const { transport, me } = useSession();
  const own = useQuery({ ...maybeRecordQuery(transport, 'procurement/order', order), enabled: isParty });
  const enabled = me !== undefined && !isParty;
  const disputed = useQuery({ ...wholeListQuery(transport, 'procurement/revision', { order }), enabled });
  return (own.data?.value ?? disputed.data?.items.at(-1)?.value) as Terms | undefined;
}

function Question({ dispute, terms }: { readonly dispute: Dispute; readonly terms: Terms | undefined }) {
  return (
    <section className="panel" aria-labelledby="question">
      <h2 id="question">{disputeTexts.money}</h2>
      <Pieces of={disputeTexts.bar} pieces={piecesOf(dispute, terms?.unit)} />
      <Table
        rows={partLines(dispute, terms)}
        keyOf={([name]) => name}
        columns={[
          { label: disputeTexts.part, look: 'free-text', draw: ([name]) => name },
          { label: disputeTexts.amount, isFigure: true, draw: ([, cents]) => money(cents, terms?.unit) },
        ]}
      />
    </section>
  );
}

/** Both sides, the one that opened it first. */
function Says({ dispute, unit }: { readonly dispute: Dispute; readonly unit: string | undefined }) {
  const { buyer, seller, by, proposal, reason, amountCents, state } = dispute;
  const other = by === buyer ? seller : buyer;
  const isOpen = state === 'open';
  return (
    <section className="panel" aria-labelledby="says">
      <h2 id="says">{disputeTexts.says}</h2>
      {[by, other].map((member) => {
        const side = sideOf(dispute, member);
        const own = proposal?.by === member ? proposal : undefined;
        return (
          <div className="ruled" key={member}>
            <p className="row">
              <Party id={member} />
              {member === by ? <span>{disputeTexts.opened(side)}</span> : null}
              {own === undefined ? null : (
                <span>
                  {isOpen ? disputeTexts.proposed(side) : disputeTexts.proposalEnded(side)}{' '}
                  <span className="mono number">{money(own.sellerCents, unit)}</span> {disputeTexts.forSeller},{' '}
                  <span className="mono number">{money(amountCents - own.sellerCents, unit)}</span>{' '}
                  {disputeTexts.forBuyer}
                </span>
              )}
              {member === by || own !== undefined ? null : <span className="soft">{otherWords(state)(side)}</span>}
            </p>
            {member === by ? <SealedText owner={by} commitment={reason} /> : null}
          </div>
        );
      })}
    </section>
  );
}

/** What the side that neither opened it nor proposed an end did. */
function otherWords(state: Dispute['state']): (side: string) => string {
  if (state === 'agreed') return disputeTexts.answered;
  return state === 'open' ? disputeTexts.silent : disputeTexts.silentThen;
}

const COUNTS = ['built', 'inspected', 'delivered', 'accepted'] as const;

function Far({ dispute, quantity }: { readonly dispute: Dispute; readonly quantity: number | undefined }) {
  return (
    <section className="panel" aria-labelledby="far">
      <h2 id="far">{disputeTexts.far}</h2>
      <p className="soft small">{disputeTexts.farLead}</p>
      <dl className="facts">
        {COUNTS.map((count) => (
          <div key={count}>
            <dt>{disputeTexts.counts[count]}</dt>
            <dd className="mono number">{disputeTexts.of(dispute[count], quantity)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type EndingProps = { readonly dispute: Dispute; readonly terms: Terms | undefined; readonly isDue: boolean };

function Ending({ dispute, terms, isDue: due }: EndingProps) {
  const { state, arbiter, untilMs } = dispute;
  return (
    <section className="panel" aria-labelledby="outcome">
      <h2 id="outcome">{disputeTexts.outcome}</h2>
      <p>{disputeTexts.outcomes[state]}</p>
      {state !== 'open' ? null : (
        <>
          {arbiter === undefined ? <p className="soft">{disputeTexts.noArbiter}</p> : null}
          <p className="soft">
            <TimeText timeMs={untilMs} />: {silenceWords(dispute, terms)}
          </p>
          {due ? <p className="notice">{disputeTexts.due}</p> : null}
        </>
      )}
    </section>
  );
}
