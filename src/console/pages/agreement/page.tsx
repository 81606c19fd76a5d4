// An agreement: how much of it is called off and what is left, its prices, the orders made by it, and its other terms.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { historyQuery, maybeRecordQuery } from '../../data/queries.ts';
import { type Agreement, type CalledOff, standingOf } from '../../parts/agreement.ts';
import { grouped, money, quantity as quantityText } from '../../parts/amount.ts';
import { Fact } from '../../parts/fact.tsx';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { TermValueText } from '../../parts/order/term-value.tsx';
import { termLines } from '../../parts/order/terms.ts';
import { recordPath } from '../../parts/paths.ts';
import { Pieces } from '../../parts/pieces.tsx';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-context.tsx';
import { agreementTexts } from '../../texts/agreements.ts';
import { termTexts } from '../../texts/orders.ts';
import { agreementTurn, type Call, callsOf, fitsAgreement, useOf } from './model.ts';

const KIND = 'agreements/agreement';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={agreementTexts.title}>
      {(seen) => <AgreementPage seen={seen} />}
    </RecordAt>
  );
}

function AgreementPage({ seen }: { readonly seen: RecordSeen }) {
  const { transport } = useSession();
  const nowMs = useNow();
  // Every replica wrote the record through the contract's schema; so with those below.
  const agreement = seen.value as unknown as Agreement;
  const type = useQuery(maybeRecordQuery(transport, 'items/type', agreement.itemType));
  const called = useQuery(maybeRecordQuery(transport, 'agreements/calledOff', seen.id));
  const quantity = (called.data?.value as unknown as CalledOff | undefined)?.quantity ?? 0;
  const standing = standingOf(agreement, quantity, nowMs);
  const turn = agreementTurn(agreement, standing);
  const typeOf = type.data?.value;
  const unit = typeof typeOf?.unit === 'string' ? typeOf.unit : undefined;
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={fitsAgreement(standing)}
      evidence={called.data === undefined || called.data === null ? [] : [called.data.entry]}
      title={
        <TitleBlock
          label={agreementTexts.label}
          title={typeof typeOf?.partNumber === 'string' ? typeOf.partNumber : undefined}
          id={seen.id}
          state={agreement.state}
          parties={[
            [agreementTexts.buyer, agreement.buyer],
            [agreementTexts.seller, agreement.seller],
          ]}
          next={turn}
        >
          <div className="cell">
            <span className="cell-name">{standing === 'over' ? agreementTexts.ran : agreementTexts.runs}</span>
            <TermValueText value={{ as: 'time', timeMs: agreement.untilMs }} />
          </div>
        </TitleBlock>
      }
    >
      <section className="panel" aria-labelledby="use">
        <h2 id="use">{agreementTexts.use}</h2>
        <p className={standing === 'over' || standing === 'usedUp' ? 'notice' : ''}>
          {agreementTexts.states[standing]}
        </p>
        <Pieces of={agreementTexts.bar} pieces={useOf(agreement, quantity, standing)} />
        <Limits agreement={agreement} unit={unit} />
      </section>
      <Prices agreement={agreement} unit={unit} />
      <Calls agreement={seen.id} />
      <Besides agreement={agreement} />
    </ObjectSheet>
  );
}

type OfAgreement = { readonly agreement: Agreement; readonly unit: string | undefined };

function Limits({ agreement, unit }: OfAgreement) {
  const { mostPerOrder, leadDays, certificates } = agreement;
  return (
    <dl className="facts">
      <Fact label={agreementTexts.mostPerOrder}>
        <span className="mono number">{amountOf(mostPerOrder, unit)}</span>
      </Fact>
      <Fact label={agreementTexts.lead1}>{agreementTexts.leadDays(leadDays)}</Fact>
      {certificates.length === 0 ? null : (
        <Fact label={agreementTexts.certificates}>
          {certificates.map(({ kind, issuers }) => agreementTexts.certificate(kind, issuers.join(', '))).join('; ')}{' '}
          <span className="soft">{agreementTexts.lapsed}</span>
        </Fact>
      )}
    </dl>
  );
}

function Prices({ agreement: { prices, unit: money_ }, unit }: OfAgreement) {
  return (
    <section className="panel" aria-labelledby="prices">
      <h2 id="prices">{agreementTexts.prices}</h2>
      <Table
        rows={prices}
        keyOf={({ fromQuantity }) => String(fromQuantity)}
        columns={[
          {
            label: agreementTexts.from,
            look: 'mono number',
            draw: ({ fromQuantity }) => amountOf(fromQuantity, unit),
          },
          { label: agreementTexts.each, isFigure: true, draw: ({ unitPriceCents }) => money(unitPriceCents, money_) },
        ]}
      />
    </section>
  );
}

function amountOf(amount: number, unit: string | undefined): string {
  return unit === undefined ? grouped(amount) : quantityText(amount, unit);
}

/** The orders made by it, as its history tells them. */
function Calls({ agreement }: { readonly agreement: string }) {
  const { transport, node } = useSession();
  const history = useInfiniteQuery(historyQuery(transport, agreement, node.size));
  const calls = callsOf(agreement, history.data?.pages.flatMap(({ items }) => items) ?? []);
  return (
    <section className="panel" aria-labelledby="calls">
      <h2 id="calls">{agreementTexts.orders}</h2>
      {history.hasNextPage ? <p className="soft small">{agreementTexts.noneShown}</p> : null}
      {calls.length === 0 ? (
        <p className="soft">{agreementTexts.noOrders}</p>
      ) : (
        <Table rows={calls} keyOf={({ order }) => order} columns={CALLS} />
      )}
    </section>
  );
}

const CALLS: readonly Column<Call>[] = [
  {
    label: agreementTexts.order,
    draw: ({ order }) => (
      <Link className="mono" to={recordPath('procurement/order', order)} title={order}>
        {shortId(order)}
      </Link>
    ),
  },
  { label: agreementTexts.quantity, isFigure: true, draw: ({ quantity }) => quantity },
  { label: agreementTexts.when, draw: ({ timeMs }) => <TimeText timeMs={timeMs} /> },
  { label: agreementTexts.by, isWide: true, draw: ({ actor }) => <Party id={actor} /> },
];

/** What stands above already, or is said by each order. */
const ELSEWHERE: readonly string[] = [termTexts.what, termTexts.quantity, termTexts.when];

function Besides({ agreement }: { readonly agreement: Agreement }) {
  const { order, itemType, unit, untilMs } = agreement;
  const lines = termLines({ ...order, itemType, unit, quantity: 1, neededByMs: untilMs }, {});
  return (
    <section className="panel" aria-labelledby="besides">
      <h2 id="besides">{agreementTexts.terms}</h2>
      <dl className="facts">
        {lines
          .filter(({ label }) => !ELSEWHERE.includes(label))
          .map(({ label, values }) => (
            <Fact key={label} label={label}>
              {values.map((value) => (
                <span key={JSON.stringify(value)}>
                  <TermValueText value={value} />{' '}
                </span>
              ))}
            </Fact>
          ))}
      </dl>
    </section>
  );
}
