// Making a bid: price and dates as the trade says them, what the bid is worth by the rule, what it costs; then it is
// sealed here, what opens it is kept, and only the commitment is signed.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { qualify, sealBid, sealForBuyer, shopFacts, sourcingInterface } from '#sdk/index.ts';
import { keepOpeningForSure } from '../../data/bid-openings.ts';
import { type Draft, type Faults, type GroupDraft, readDraft, withValue } from '../../form/draft.ts';
import { noEnclosures } from '../../form/enclosures.ts';
import { FaultSummary } from '../../form/fault-summary.tsx';
import { focusFault, onLeaving } from '../../form/form-events.ts';
import { type FormField, formFields } from '../../form/form-fields.ts';
import { FormContext, type FormScope } from '../../form/form-scope.ts';
import { draftPlace, useKeptDraft } from '../../form/kept-draft.ts';
import { FormFields } from '../../form/nested-fields.tsx';
import { money } from '../../parts/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import type { Rfq } from '../../parts/request/facts.ts';
import { exactTime } from '../../parts/time.ts';
import { browserStore } from '../../session/browser-store.ts';
import type { Me } from '../../session/open-session.ts';
import type { ToSign } from '../../signing/use-signing.tsx';
import { bidTexts } from '../../texts/bids.ts';
import { minuteOf, type Offer } from './model.ts';
import { OfferBox } from './offer-box.tsx';
import { Worth } from './worth.tsx';

type SealFormProps = { readonly rfq: Rfq; readonly me: Me; sign(toSign: ToSign): void };

/** What a bid says, as the contract has it; credits and remarks are for programs. */
const CONTENT =
  formFields(sourcingInterface.actions.openBid.input).find(({ name }) => name === 'content')?.fields ?? [];
const ASKED = ['unitPriceCents', 'deliverByMs', 'validUntilMs'];

/** The form. */
export function SealForm({ rfq, me, sign }: SealFormProps) {
  const fields = fieldsOf(rfq);
  const [draft, setDraft, clear] = useKeptBid(rfq, me, fields);
  const [faults, setFaults] = useState<Faults>({});
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const [enclosures] = useState(noEnclosures);
  const scope: FormScope = { me, action: 'sourcing.sealBid', draft, about: { unit: rfq.order.unit }, enclosures };
  const shop = useQuery({
    queryKey: ['records', 'shop', me.member],
    queryFn: () => shopFacts(me.client, me.member, me.client.transport.nowMs()),
  });
  const read = readDraft(fields, draft);
  const offer = Object.keys(read.faults).length === 0 ? offerOf(read.input) : undefined;
  const change = (path: readonly string[], value: Draft): void => {
    // A form is a group of fields.
    setDraft(withValue(draft, path, value) as GroupDraft);
    setFaults({});
  };
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setFaults(read.faults);
    setError(undefined);
    if (offer === undefined) return focusFault(event.currentTarget);
    setIsBusy(true);
    try {
      sign({ ...(await sealed(rfq, me, offer)), onAccepted: clear });
    } catch (cause) {
      setError(cause);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form
      className="action-form"
      noValidate
      onSubmit={(event) => void submit(event)}
      onBlur={onLeaving(fields, draft, setFaults)}
    >
      <FormContext value={scope}>
        <FormFields fields={fields} path={[]} {...{ draft, faults, change }} />
      </FormContext>
      {offer === undefined ? null : (
        <Worth rfq={rfq} offer={offer} qualified={shop.data && qualify(rfq.requirement, shop.data)} />
      )}
      <FaultSummary fields={fields} faults={faults} />
      {error === undefined ? null : <Problem error={error} />}
      <p className="soft small">{rfq.toBuyer === undefined ? bidTexts.kept : bidTexts.stores}</p>
      <Button type="submit" loading={isBusy}>
        {rfq.toBuyer === undefined ? bidTexts.seal : bidTexts.sealToBuyer}
      </Button>
    </form>
  );
}

/** The fields with the limits of this request beside them. */
function fieldsOf({ order, reserveUnitPriceCents, awardUntilMs }: Rfq): readonly FormField[] {
  const hints: { readonly [name: string]: string } = {
    unitPriceCents: bidTexts.hintPrice(money(reserveUnitPriceCents, order.unit)),
    deliverByMs: bidTexts.hintDeliver(exactTime(order.neededByMs)),
    validUntilMs: bidTexts.hintValid(exactTime(awardUntilMs)),
  };
  return CONTENT.filter(({ name }) => ASKED.includes(name)).map((field) => ({
    ...field,
    hint: hints[field.name] ?? field.hint,
  }));
}

/** A draft that survives a reload; at first the bid stands until the award is due. */
function useKeptBid(rfq: Rfq, me: Me, fields: readonly FormField[]) {
  const place = draftPlace(me, `bid.${rfq.id}`);
  const [isFirst] = useState(() => browserStore.getItem(place) === null);
  const first = { validUntilMs: minuteOf(rfq.awardUntilMs, 'after') };
  return useKeptDraft(place, fields, isFirst ? first : {});
}

function offerOf({
  unitPriceCents,
  deliverByMs,
  validUntilMs,
}: {
  readonly [name: string]: unknown;
}): Offer | undefined {
  const isRead = [unitPriceCents, deliverByMs, validUntilMs].every((value) => typeof value === 'number');
  return isRead
    ? { unitPriceCents: Number(unitPriceCents), deliverByMs: Number(deliverByMs), validUntilMs: Number(validUntilMs) }
    : undefined;
}

/** Seals it here. What opens it is kept before the ledger hears of it. */
async function sealed(rfq: Rfq, me: Me, offer: Offer): Promise<ToSign> {
  const forBuyer = rfq.toBuyer === undefined ? undefined : await sealForBuyer(me.client, rfq.id, offer);
  const { commitment, sealed: opening } = forBuyer ?? sealBid(me.client, rfq.id, offer);
  const { ledgerId: ledger } = me.client.transport;
  keepOpeningForSure(browserStore, me.actor, {
    ledger,
    bid: opening.bid,
    commitment,
    salt: opening.salt,
    content: offer,
  });
  const file = forBuyer === undefined ? {} : { file: forBuyer.file };
  const input = { rfq: rfq.id, commitment, acknowledged: rfq.addenda, ...file };
  return {
    prepared: await me.client.prepare(sourcingInterface, 'sealBid', input),
    beside: (
      <section className="callout" aria-label={bidTexts.beside}>
        <p className="soft small">{bidTexts.besideLead}</p>
        <OfferBox rfq={rfq} offer={offer} commitment={commitment} />
      </section>
    ),
  };
}
