// Awarding by hand: the bid that the rule gives, with its reason, or another by a person's choice, whose reason is sealed
// here and kept as a file.

import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type BidOpening, base64url, commitTo, Fault, sourcingInterface } from '#sdk/index.ts';
import { money } from '../../parts/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { saveFile } from '../../parts/record-list/save-file.ts';
import type { Read } from '../../parts/request/facts.ts';
import { phaseOf } from '../../parts/request/phases.ts';
import type { RequestKnown } from '../../parts/request/use-request.ts';
import { Party } from '../../parts/stamp.tsx';
import type { Me } from '../../session/open-session.ts';
import { type ToSign, useSigning } from '../../signing/use-signing.tsx';
import { awardTexts } from '../../texts/requests.ts';
import { type AwardStep, awardStep } from './award.ts';
import type { Compared } from './compare.ts';

type AwardPanelProps = {
  readonly known: RequestKnown;
  readonly nowMs: number;
  readonly compared: readonly Compared[];
  readonly read: Read;
  readonly me: Me;
};

/** The panel; nothing where the buyer has nothing to do now. */
export function AwardPanel({ known, nowMs, compared, read, me }: AwardPanelProps) {
  const { rfq, tally } = known;
  const [sheet, sign] = useSigning(me);
  const isBuyer = me.member === rfq.buyer && (me.role === 'buyer' || me.role === 'agent');
  const step = isBuyer ? awardStep({ rfq, tally, phase: phaseOf(rfq, nowMs, tally), nowMs, compared }) : undefined;
  return (
    <>
      {step?.kind === 'name' ? <NameBest {...{ step, read, me, sign }} unit={rfq.order.unit} /> : null}
      {step?.kind === 'award' ? <Award {...{ step, me, sign }} rfq={rfq.id} unit={rfq.order.unit} /> : null}
      {sheet}
    </>
  );
}

type NameBestProps = {
  readonly step: AwardStep & { readonly kind: 'name' };
  readonly read: Read;
  readonly me: Me;
  readonly unit: string;
  sign(toSign: ToSign): void;
};

function NameBest({ step: { best }, read, me, unit, sign }: NameBestProps) {
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => {
      const opening: BidOpening | undefined = read.get(best.bid.id);
      if (opening === undefined) throw new Fault('bid_file_missing', `${best.bid.id} was not read here`);
      return me.client.prepare(sourcingInterface, 'openReceived', { bid: best.bid.id, ...opening });
    },
    onSuccess: (prepared) => sign({ prepared }),
  });
  return (
    <div className="request-award">
      <p>
        {awardTexts.name} <Party id={best.bid.bidder} />{' '}
        <span className="mono">{best.content === undefined ? '' : money(best.content.unitPriceCents, unit)}</span>
      </p>
      {error === null ? null : <Problem error={error} />}
      <Button loading={isPending} onClick={() => mutate()}>
        {awardTexts.putIt}
      </Button>
    </div>
  );
}

type AwardProps = {
  readonly step: AwardStep & { readonly kind: 'award' };
  readonly rfq: string;
  readonly unit: string;
  readonly me: Me;
  sign(toSign: ToSign): void;
};

function Award({ step, rfq, unit, me, sign }: AwardProps) {
  const { best, others, isUncontested } = step;
  const { mutate, error, isPending } = useMutation({
    mutationFn: (bid: string) => me.client.prepare(sourcingInterface, 'award', { rfq, bid }),
    onSuccess: (prepared) => sign({ prepared }),
  });
  return (
    <div className="request-award">
      {best === undefined ? (
        <p>{isUncontested ? awardTexts.uncontested : awardTexts.nobody}</p>
      ) : (
        <>
          <p>
            {awardTexts.byRule} <Party id={best.bid.bidder} />{' '}
            <span className="mono">{best.content === undefined ? '' : money(best.content.unitPriceCents, unit)}</span>{' '}
            {best.reason}
          </p>
          {error === null ? null : <Problem error={error} />}
          <Button loading={isPending} onClick={() => mutate(best.bid.id)}>
            {awardTexts.award(best.bid.bidder)}
          </Button>
        </>
      )}
      {others.length === 0 || me.role !== 'buyer' ? null : <Choose {...{ others, rfq, me, sign }} />}
    </div>
  );
}

type ChooseProps = {
  readonly others: readonly Compared[];
  readonly rfq: string;
  readonly me: Me;
  sign(toSign: ToSign): void;
};

/** Another bid than the rule gives: only with a reason. */
function Choose({ others, rfq, me, sign }: ChooseProps) {
  const [bid, setBid] = useState('');
  const [reason, setReason] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      const { place, salt, commitment } = commitTo(me.client, 'sourcing', 'reason', reason.trim());
      const prepared = await me.client.prepare(sourcingInterface, 'awardByChoice', { rfq, bid, reason: commitment });
      const kept = JSON.stringify({ value: reason.trim(), place, salt: base64url(salt), commitment }, undefined, 2);
      return { prepared, kept };
    },
    onSuccess: ({ prepared, kept }) => {
      sign({
        prepared,
        beside: (
          <section className="callout" aria-label={awardTexts.reason}>
            <p className="soft small">{awardTexts.reasonBeside}</p>
            <p className="free-text">{reason.trim()}</p>
          </section>
        ),
        onAccepted: () => saveFile(`reason-${rfq}.json`, 'application/json', new TextEncoder().encode(kept)),
      });
    },
  });
  const isReady = bid !== '' && reason.trim() !== '';
  return (
    <details className="request-choose">
      <summary>{awardTexts.other}</summary>
      <p className="soft">{awardTexts.otherLead}</p>
      <NativeSelect
        label={awardTexts.which}
        value={bid}
        data={[
          { value: '', label: awardTexts.choose },
          ...others.map((one) => ({ value: one.bid.id, label: one.bid.bidder })),
        ]}
        onChange={({ target }) => setBid(target.value)}
      />
      <Textarea
        label={awardTexts.reason}
        description={awardTexts.reasonHint}
        value={reason}
        rows={3}
        maxLength={2000}
        onChange={({ target }) => setReason(target.value)}
      />
      {error === null ? null : <Problem error={error} />}
      <Button variant="default" disabled={!isReady} loading={isPending} onClick={() => mutate()}>
        {awardTexts.choosing}
      </Button>
    </details>
  );
}
