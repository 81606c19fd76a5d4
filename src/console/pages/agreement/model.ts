// An agreement as its page shows it: what is left of it, whose turn it is, what was ordered by it. Pure.

import type { EntrySeen } from '#sdk/index.ts';
import type { Agreement, Standing } from '../../parts/agreement.ts';
import { grouped } from '../../parts/amount.ts';
import type { Piece } from '../../parts/pieces.tsx';
import { agreementTexts } from '../../texts/agreements.ts';

/** What may be called off in all, by what became of it. */
export function useOf({ mostInTotal }: Agreement, quantity: number, standing: Standing): readonly Piece[] {
  const isOver = standing === 'over' || standing === 'ended';
  const left = Math.max(0, mostInTotal - quantity);
  return [
    { look: 'gone', label: agreementTexts.calledOff, amount: quantity, text: grouped(quantity) },
    { look: 'rest', label: isOver ? agreementTexts.gone : agreementTexts.left, amount: left, text: grouped(left) },
  ];
}

/** Whose turn it is. */
export function agreementTurn(
  { seller }: Agreement,
  standing: Standing,
): { readonly member: string; readonly sentence: string } | undefined {
  return standing === 'proposed' ? { member: seller, sentence: agreementTexts.turns.agree } : undefined;
}

/** An order that was made by an agreement. */
export type Call = {
  readonly index: number;
  readonly timeMs: number;
  readonly actor: string;
  readonly order: string;
  readonly quantity: number | undefined;
};

/** The orders among the statements about an agreement, the newest first: each says in its events what it made. */
export function callsOf(agreement: string, entries: readonly EntrySeen[]): readonly Call[] {
  return entries
    .filter(({ outcome }) => outcome === 'accepted')
    .flatMap(({ index, timeMs, actor, events }) =>
      events.flatMap(({ name, data }) => {
        const made: { readonly [field: string]: unknown } = Object(data);
        if (name !== 'calledOff' || made.agreement !== agreement || typeof made.order !== 'string') return [];
        const quantity = typeof made.quantity === 'number' ? made.quantity : undefined;
        return [{ index, timeMs, actor, order: made.order, quantity }];
      }),
    );
}

/** What can be done with it as it stands. @param action `contract.action` */
export function fitsAgreement(standing: Standing): (action: string) => boolean {
  return (action) => {
    if (action === 'agreements.callOff') return standing === 'live';
    return action !== 'agreements.agree' || standing === 'proposed';
  };
}
