// Permits: one build each. The machine itself asks, and the licence that it names decides.

import { itemOf } from '#contracts/items/operations.ts';
import { holdsCredential } from '#contracts/membership/operations.ts';
import type { Context } from '#core/contract.ts';
import { knownLicence, tallyOf } from './known.ts';
import { isValidAt, withoutPermit, withPermit } from './rules.ts';
import type { designsInterface, Licence } from './schema.ts';

type Ctx = Context<typeof designsInterface>;

/** Opens a permit for the machine that signs, for one planned item of its member. */
export function requestPermit(
  ctx: Ctx,
  input: { readonly licence: string; readonly item: string; readonly program: string },
): void {
  const { licence: licenceId, item } = input;
  const licence = knownLicence(ctx, licenceId);
  mayBuild(ctx, licence);
  const program = licence.programs.find(({ name }) => name === input.program);
  if (program === undefined) ctx.refuse('program_not_licensed', { program: input.program });
  mayBeBuilt(ctx, licence, item);
  const tally = withPermit(tallyOf(ctx, licenceId), licence.builds);
  if (tally === undefined) ctx.refuse('licence_used_up', { builds: licence.builds });
  const id = ctx.newId('permit');
  const { licensor, licensee } = licence;
  const machine = ctx.caller.actor;
  ctx.put('tally', licenceId, tally);
  ctx.put('permit', id, {
    id,
    licence: licenceId,
    licensor,
    licensee,
    machine,
    item,
    builds: item,
    program,
    state: 'open',
    atMs: ctx.timeMs,
  });
  ctx.emit('permitOpened', { permit: id, licence: licenceId, item });
}

/** Voids an open permit, by either side or by its machine; by the licensor its build is given back. */
export function voidPermit(ctx: Ctx, { permit: id }: { readonly permit: string }): void {
  const permit = ctx.get('permit', id);
  if (permit === undefined) ctx.refuse('permit_unknown', { permit: id });
  const { licence, licensor, licensee, machine, state } = permit;
  const { member, actor, kind } = ctx.caller;
  if (member !== licensor && member !== licensee) ctx.refuse('not_party', { permit: id });
  if (kind === 'machine' && actor !== machine) ctx.refuse('not_permit_holder', { machine });
  if (state !== 'open') ctx.refuse('permit_not_open', { state });
  const { builds: _, ...rest } = permit;
  ctx.put('permit', id, { ...rest, state: 'void' });
  if (member === licensor) ctx.put('tally', licence, withoutPermit(tallyOf(ctx, licence)));
  ctx.emit('permitVoided', { permit: id, givenBack: member === licensor });
}

function mayBuild(ctx: Ctx, licence: Licence): void {
  const machine = ctx.caller.actor;
  if (!licence.machines.includes(machine)) ctx.refuse('machine_not_licensed', { machine });
  if (licence.state !== 'live') ctx.refuse('not_live', { state: licence.state });
  if (!isValidAt(licence, ctx.timeMs)) ctx.refuse('not_valid_now', { validUntilMs: licence.validUntilMs });
  const missing = licence.credentials.find((wanted) => !ctx.call(holdsCredential, { subject: machine, ...wanted }));
  if (missing !== undefined) ctx.refuse('credential_missing', { kind: missing.kind, issuers: [...missing.issuers] });
}

function mayBeBuilt(ctx: Ctx, licence: Licence, id: string): void {
  const item = ctx.call(itemOf, { id });
  if (item === undefined) ctx.refuse('item_unknown', { item: id });
  if (item.custodian !== licence.licensee) ctx.refuse('item_not_held', { custodian: item.custodian });
  if (item.state !== 'planned') ctx.refuse('item_not_planned', { state: item.state });
  if (ctx.list('permit', 'builds', id, { limit: 1 }).length > 0) ctx.refuse('permit_exists', { item: id });
}
