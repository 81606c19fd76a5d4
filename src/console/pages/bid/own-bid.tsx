// A bid that was sealed: what opens it, whether it is here, and opening it, handing it over or showing it when its time has
// come. Where it is lost, what that costs.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, useState } from 'react';
import { Link } from 'react-router';
import { Fault, layBidKey, opensBid, readBid, sourcingInterface } from '#sdk/index.ts';
import { backupOf, type KeptOpening, keepOpening, keptOpening, openingOfBackup } from '../../data/bid-openings.ts';
import { money } from '../../parts/amount.ts';
import { actionPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { saveFile } from '../../parts/record-list/save-file.ts';
import type { Bid, Leader, Rfq } from '../../parts/request/facts.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { browserStore } from '../../session/browser-store.ts';
import type { Me } from '../../session/open-session.ts';
import type { ToSign } from '../../signing/use-signing.tsx';
import { bidTexts } from '../../texts/bids.ts';
import { isBetter, type Step } from './model.ts';
import { OfferBox } from './offer-box.tsx';

type OwnBidProps = {
  readonly rfq: Rfq;
  readonly own: Bid;
  readonly leader: Leader | undefined;
  readonly step: Step;
  readonly me: Me;
  sign(toSign: ToSign): void;
};

/** The bid, and what is to be done with it. */
export function OwnBid(props: OwnBidProps) {
  const { rfq, own, step, me } = props;
  const [opening, setOpening] = useState(() => keptHere(own, me));
  const isNeeded = rfq.toBuyer === undefined && (step === 'sealed' || step === 'open');
  return (
    <section className="panel" aria-labelledby="own">
      <h2 id="own">{bidTexts.state}</h2>
      {opening === undefined ? null : (
        <>
          <OfferBox rfq={rfq} offer={opening.content} commitment={own.commitment} />
          <div className="row">
            <span>{bidTexts.here}</span>
            <Button variant="default" size="sm" onClick={() => save(opening)}>
              {bidTexts.save}
            </Button>
          </div>
        </>
      )}
      {opening === undefined && isNeeded ? <Lost {...props} onLoaded={setOpening} /> : null}
      {rfq.toBuyer === undefined ? null : <p className="soft">{bidTexts.keptToBuyer(me.actor)}</p>}
      {step === 'sealed' ? <Waiting {...props} /> : null}
      {step === 'open' && opening !== undefined ? <OpenIt {...props} opening={opening} /> : null}
      {step === 'handOver' ? <HandOver {...props} /> : null}
      {step === 'show' ? <ShowIt {...props} /> : null}
    </section>
  );
}

/** What is kept here, where it opens the bid that the ledger has. */
function keptHere(own: Bid, me: Me): KeptOpening | undefined {
  const { ledgerId } = me.client.transport;
  const kept = keptOpening(browserStore, ledgerId, me.actor, own.commitment);
  return kept !== undefined && opensBid(ledgerId, own, kept) ? kept : undefined;
}

function save(opening: KeptOpening): void {
  const name = `bid-${opening.commitment.slice(0, 8)}.json`;
  saveFile(name, 'application/json', new TextEncoder().encode(backupOf(opening)));
}

function Waiting({ rfq, own }: OwnBidProps) {
  return (
    <p>
      {rfq.toBuyer === undefined ? bidTexts.sealedUntil : bidTexts.handUntil} <TimeText timeMs={rfq.sealUntilMs} />{' '}
      {bidTexts.untilLost} <TimeText timeMs={rfq.openUntilMs} />.{' '}
      <Link to={actionPath('sourcing', 'withdrawBid', { bid: own.id })}>{bidTexts.withdraw}</Link>
    </p>
  );
}

type LostProps = OwnBidProps & { onLoaded(opening: KeptOpening): void };

/** What opens it is not here: what that costs, and the way back. */
function Lost({ rfq, own, step, me, onLoaded }: LostProps) {
  const [error, setError] = useState<unknown>();
  const { bondCents, order } = rfq;
  const bond = bondCents === 0 ? bidTexts.lostNoBond : bidTexts.lostBond(money(bondCents, order.unit));
  const load = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = target.files ?? [];
    if (file === undefined) return;
    setError(undefined);
    try {
      const opening = openingOfBackup(await file.text());
      if (!opensBid(me.client.transport.ledgerId, own, opening))
        throw new Fault('bid_backup_wrong', bidTexts.loadWrong);
      keepOpening(browserStore, me.actor, opening);
      onLoaded(opening);
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <div className="notice" role="alert">
      <h3>◆ {bidTexts.lostTitle}</h3>
      <p>{bidTexts.lost(bond)}</p>
      {step === 'sealed' ? <p>{bidTexts.lostChange}</p> : null}
      <label className="bid-load">
        {bidTexts.load} <input type="file" accept="application/json,.json" onChange={(event) => void load(event)} />
      </label>
      {error === undefined ? null : <Problem error={error} />}
    </div>
  );
}

function OpenIt({ own, me, sign, opening }: OwnBidProps & { readonly opening: KeptOpening }) {
  const { salt, content } = opening;
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => me.client.prepare(sourcingInterface, 'openBid', { bid: own.id, salt, content }),
    onSuccess: (prepared) => sign({ prepared }),
  });
  return <Act lead={bidTexts.openLead} words={bidTexts.open} act={mutate} error={error} isPending={isPending} />;
}

function HandOver({ rfq, own, me, sign }: OwnBidProps) {
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      // The key comes first, so that the bid can be read once the ledger says so.
      const reader = await layBidKey(me.client, me.keys.readerKey, handed(own));
      return me.client.prepare(sourcingInterface, 'handOver', { bid: own.id, reader });
    },
    onSuccess: (prepared) => sign({ prepared }),
  });
  const lead = bidTexts.handLead(rfq.toBuyer?.reader ?? rfq.buyer);
  return <Act lead={lead} words={bidTexts.hand} act={mutate} error={error} isPending={isPending} />;
}

/** Contesting the best with a better bid, or proving one that the buyer cannot read. */
function ShowIt({ rfq, own, leader, me, sign }: OwnBidProps) {
  const reading = useMutation({ mutationFn: () => readBid(me.client, me.keys.readerKey, handed(own)) });
  const opening = reading.data;
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      if (opening === undefined) throw new Fault('bid_file_missing', 'the bid was not read yet');
      return me.client.prepare(sourcingInterface, 'openBid', { bid: own.id, ...opening });
    },
    onSuccess: (prepared) => sign({ prepared }),
  });
  if (opening === undefined) {
    const { mutate: look, error: unread, isPending: isReading } = reading;
    const lead = own.isUnreadable === true ? bidTexts.showUnreadable : '';
    return <Act lead={lead} words={bidTexts.look} act={look} error={unread} isPending={isReading} />;
  }
  const isDue = own.isUnreadable === true || (leader !== undefined && isBetter(rfq, opening.content, own, leader));
  if (!isDue) return <p>{leader === undefined ? bidTexts.noLeader : bidTexts.showNot}</p>;
  const lead = own.isUnreadable === true ? bidTexts.showUnreadable : bidTexts.showBetter;
  return <Act lead={lead} words={bidTexts.show} act={mutate} error={error} isPending={isPending} />;
}

/** A bid with its file, as the SDK takes it. */
function handed({ id, rfq, bidder, commitment, file }: Bid) {
  return { id, rfq, bidder, commitment, ...(file === undefined ? {} : { file }) };
}

type ActProps = {
  readonly lead: string;
  readonly words: string;
  readonly error: unknown;
  readonly isPending: boolean;
  act(): void;
};

function Act({ lead, words, error, isPending, act }: ActProps) {
  return (
    <div className="bid-act">
      {lead === '' ? null : <p>{lead}</p>}
      {error === null ? null : <Problem error={error} />}
      <Button loading={isPending} onClick={act}>
        {words}
      </Button>
    </div>
  );
}
