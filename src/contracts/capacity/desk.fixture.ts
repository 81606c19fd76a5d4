// A contract of the tests that books, releases and asks as contracts on higher floors do, and shops to ask about.

import { MACHINE } from '#contracts/production/workshop.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { defineContract, defineInterface, record } from '#core/contract.ts';
import { ActorId, list, MemberId, object, RecordId, TimeMs, Type, text } from '#core/schema.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import { bookTime, qualificationOf, releaseTime } from './operations.ts';
import { Requirement, Slot } from './records.ts';

/** A minute, an hour and a day in milliseconds. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const deskInterface = defineInterface({
  name: 'desk',
  version: 1,
  records: { answer: record(object({ exclusions: list(text(40), 300), scorePoints: Type.Integer() })) },
  refusals: {},
  events: [],
  actions: {
    book: {
      input: object({
        machine: ActorId,
        ...Slot.properties,
        lapsesMs: Type.Optional(TimeMs),
        parties: Type.Optional(list(MemberId, 8, 1)),
      }),
      says: 'Book',
      subject: ({ machine }) => machine,
      expects: { none: 'a test' },
    },
    release: {
      input: object({ booking: RecordId }),
      says: 'Release',
      subject: ({ booking }) => booking,
      expects: { none: 'a test' },
    },
    ask: {
      input: object({ requirement: Requirement, member: MemberId, reserved: Type.Optional(RecordId) }),
      says: 'Ask',
      subject: ({ member }) => member,
      expects: { none: 'a test' },
    },
  },
});

const desk = defineContract(deskInterface, {
  visibleTo: { answer: 'members' },
  actions: {
    book: {
      run(ctx, { parties = [ctx.caller.member], ...input }) {
        ctx.call(bookTime, { ...input, subject: 'desk-1', parties });
      },
    },
    release: {
      run(ctx, input) {
        ctx.call(releaseTime, input);
      },
    },
    ask: {
      run(ctx, input) {
        const { exclusions, scorePoints } = ctx.call(qualificationOf, input);
        ctx.put('answer', ctx.newId('answer'), { exclusions: exclusions.map(({ code }) => code), scorePoints });
      },
    },
  },
});

/** The test's contract beside those of the release. */
export const WITH_DESK = { contracts: [desk] };

/** A world with the test's contract. */
export function deskWorld(): World {
  return new World(WITH_DESK);
}

/** From a minute of the test to another. */
export function slot(fromMinute: number, untilMinute: number) {
  return { fromMs: START_MS + fromMinute * MINUTE_MS, untilMs: START_MS + untilMinute * MINUTE_MS };
}

/** An engineer of borealis does something with its machine. */
export function act(action: string, input: JsonObject, by = 'borealis/engineer'): Step {
  return { by, action: `capacity.${action}`, input };
}

/** What the shop says of its machine. */
export const MILL = { process: 'separating', name: 'Mill 4', materials: ['EN AW-6082'] };
/** Registers the machine. */
export const register = (more: JsonObject = {}): Step => act('registerMachine', { actor: MACHINE, ...MILL, ...more });
/** Offers hours of it, in minutes of the test. */
export const publish = (fromMinute: number, untilMinute: number): Step =>
  act('publishHours', { machine: MACHINE, hours: [slot(fromMinute, untilMinute)] });
/** Books time of it. */
export const book = (fromMinute: number, untilMinute: number, more: JsonObject = {}): Step => ({
  by: 'borealis/sales',
  action: 'desk.book',
  input: { machine: MACHINE, ...slot(fromMinute, untilMinute), ...more },
});
/** Releases a booking, as the contract that made it. */
export const release = (booking: string): Step => ({ by: 'acme/buyer', action: 'desk.release', input: { booking } });
