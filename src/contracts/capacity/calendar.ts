// Bookings: time moves from a machine's free hours to its booked ones and back, and nowhere else. A booking lies whole
// within one free window, which is cut; a release gives back what of it is still to come.

import type { Context } from '#core/contract.ts';
import { between, covers, isSlot, join, without } from './hours.ts';
import { type Booking, type Machine, SLOTS_PER_MACHINE, type Slot } from './records.ts';
import type { capacityInterface } from './schema.ts';

type Ctx = Context<typeof capacityInterface>;
type Hours = { readonly free: readonly Slot[]; readonly booked: readonly Slot[] };

/** What is asked to be booked. */
export type NewBooking = {
  readonly machine: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** The record of the calling contract that it is for. */
  readonly subject: string;
  /** Members beside the shop that see it. */
  readonly parties: readonly string[];
  /** From then on the shop may release it itself. */
  readonly lapsesMs?: number;
};

/** Books time of a machine of the caller's member for the calling contract. @returns the booking's id */
export function book(ctx: Ctx, { parties, ...asked }: NewBooking): string {
  const { machine: id, fromMs, untilMs } = asked;
  const machine = ctx.get('machine', id);
  if (machine === undefined) return ctx.refuse('machine_unknown', { machine: id });
  if (machine.member !== ctx.caller.member) return ctx.refuse('machine_foreign', { member: machine.member });
  if (machine.state !== 'ready') return ctx.refuse('machine_down', { machine: id, state: machine.state });
  const slot = { fromMs, untilMs };
  if (!isSlot(slot)) return ctx.refuse('hours_wrong', slot);
  const free = freeNow(ctx, id);
  if (!covers(free, slot)) return ctx.refuse('not_free', { machine: id, ...slot });
  const { booked } = scheduleOf(ctx, machine);
  keepHours(ctx, machine, { free: without(free, [slot]), booked: [...booked, slot] });
  const booking = ctx.newId('booking');
  const whose = { shop: machine.member, contract: ctx.via, parties: [...parties] };
  ctx.put('booking', booking, { id: booking, ...asked, ...whose, state: 'live' });
  ctx.emit('timeBooked', { booking });
  return booking;
}

/** Ends a booking; what of it is still to come is free again. */
export function releaseBooking(ctx: Ctx, booking: Booking) {
  const { id, machine: machineId, state, fromMs, untilMs } = booking;
  if (state !== 'live') ctx.refuse('booking_released', { booking: id });
  const machine = ctx.get('machine', machineId);
  if (machine === undefined) return ctx.refuse('machine_unknown', { machine: machineId });
  const { booked } = scheduleOf(ctx, machine);
  const left = booked.filter((slot) => slot.fromMs !== fromMs);
  const given = between([{ fromMs, untilMs }], ctx.timeMs, untilMs);
  keepHours(ctx, machine, { free: join([...freeNow(ctx, machineId), ...given]), booked: left });
  ctx.put('booking', id, { ...booking, state: 'released' });
  ctx.emit('timeReleased', { booking: id });
}

/** The free hours of a machine from now on. */
export function freeNow(ctx: Ctx, machine: string): Slot[] {
  return between(ctx.get('calendar', machine)?.free ?? [], ctx.timeMs, Number.MAX_SAFE_INTEGER);
}

/** The booked hours of a machine that are not over, each as it was booked. */
export function scheduleOf(ctx: Ctx, { id }: Pick<Machine, 'id'>): { readonly booked: Slot[] } {
  const booked = ctx.get('schedule', id)?.booked ?? [];
  return { booked: booked.filter(({ untilMs }) => untilMs > ctx.timeMs) };
}

/** True where the hours of a machine take any booking more: it may cut a window in two. */
export function hasRoom({ free, booked }: Hours): boolean {
  return free.length + booked.length + 2 <= SLOTS_PER_MACHINE;
}

/**
 * Writes the hours of a machine. A booking adds at most one window and one slot, and its release takes the slot away for
 * at most one window: what fits once can always be released.
 */
export function keepHours(ctx: Ctx, { id, member }: Machine, { free, booked }: Hours): void {
  const slots = free.length + booked.length;
  if (slots > SLOTS_PER_MACHINE) ctx.refuse('calendar_full', { machine: id, slots });
  const sorted = [...booked].sort((a, b) => a.fromMs - b.fromMs);
  ctx.put('calendar', id, { id, member, free: [...free] });
  ctx.put('schedule', id, { id, member, booked: sorted });
}
