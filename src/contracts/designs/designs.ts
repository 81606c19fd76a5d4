// Designs and the right to build them. A designer registers versions by the commitments to their files, and licenses n
// builds of one version on named machines; each machine asks for a permit per item, and owes a royalty once it is built.
//
//   licence:  offered ──accept (licensee)──▶ live ──given back (licensee)──▶ ended      offered ──withdraw / decline──▶ ended
//   permit:   open ──built (its machine, through production)──▶ built
//             open ──void──▶ void; the build is given back only where the licensor voids it: the licensee had the
//             program, and a part that was built unseen would otherwise be free
//
// Always: a licence's permits that are open, built, or void by the licensee's side number at most its builds. Royalty
// owed is the number of builds times the royalty, to the cent. An item has at most one permit that is not void.

import { findAccount, pay } from '#contracts/accounts/operations.ts';
import { isMember } from '#contracts/membership/operations.ts';
import { timesCents } from '#contracts/shared/money.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { knownLicence, knownVersion, ownVersion, tallyOf } from './known.ts';
import { requestPermit, voidPermit } from './permit.ts';
import { firstFileTwice, firstUnderived, programsOf } from './rules.ts';
import { designsInterface } from './schema.ts';

type Ctx = Context<typeof designsInterface>;

/** The designs contract. */
export const designs = defineContract(designsInterface, {
  visibleTo: {
    design: ({ owner }) => [owner],
    version: ({ owner, readers }) => [owner, ...readers],
    licence: ({ licensor, licensee }) => [licensor, licensee],
    tally: ({ licensor, licensee }) => [licensor, licensee],
    permit: ({ licensor, licensee }) => [licensor, licensee],
    deletion: ({ licensor, licensee }) => [licensor, licensee],
  },
  actions: {
    registerDesign: {
      run(ctx, { name }) {
        const id = ctx.newId('design');
        ctx.put('design', id, { id, owner: ctx.caller.member, name, versions: 0 });
        ctx.emit('designRegistered', { design: id });
      },
    },
    registerVersion: {
      run(ctx, { design: designId, parents: parentIds, files, facts }) {
        const design = ctx.get('design', designId);
        if (design === undefined) return ctx.refuse('design_unknown', { design: designId });
        const { owner } = design;
        if (owner !== ctx.caller.member) return ctx.refuse('not_owner', { owner });
        const parents = parentIds.map((id) => parentOf(ctx, id));
        const twice = firstFileTwice(files);
        if (twice !== undefined) return ctx.refuse('file_twice', { file: twice });
        const underived = firstUnderived(files, parents);
        if (underived !== undefined) return ctx.refuse('derived_from_unknown', { file: underived });
        const id = ctx.newId('version');
        const number = design.versions + 1;
        ctx.put('design', designId, { ...design, versions: number });
        ctx.put('version', id, { id, design: designId, owner, number, parents: parentIds, files, facts, readers: [] });
        ctx.emit('versionRegistered', { version: id, number });
      },
    },
    showVersion: {
      run(ctx, { version, to }) {
        show(ctx, version, to);
      },
    },
    offerLicence: {
      commits: (_, { builds }) => ({ what: 'designs.offerLicence', unit: 'build', amount: builds }),
      run(ctx, { programs: names, ...terms }) {
        const licensor = ctx.caller.member;
        const { licensee, builds, royaltyCents, unit, machines } = terms;
        const version = show(ctx, terms.version, licensee);
        if (licensee === licensor) return ctx.refuse('licensee_same', { licensee });
        if (terms.validUntilMs <= Math.max(terms.validFromMs, ctx.timeMs)) {
          return ctx.refuse('validity_empty', { validUntilMs: terms.validUntilMs });
        }
        const foreign = machines.find((machine) => !machine.startsWith(`${licensee}/`));
        if (foreign !== undefined) return ctx.refuse('machine_foreign', { machine: foreign });
        const programs = programsOf(version, names);
        if (typeof programs === 'string') return ctx.refuse('program_unknown', { program: programs });
        if (timesCents(builds, royaltyCents) === undefined)
          return ctx.refuse('royalty_too_large', { builds, royaltyCents });
        const id = ctx.newId('licence');
        ctx.put('licence', id, { id, licensor, ...terms, programs, state: 'offered' });
        const counts = { permitsUsed: 0, built: 0, owedCents: 0, paidCents: 0 };
        ctx.put('tally', id, { id, licensor, licensee, unit, ...counts });
        ctx.emit('licenceOffered', { licence: id });
      },
    },
    acceptLicence: {
      commits: (ctx, { licence: id }) => {
        const licence = ctx.get('licence', id);
        const amount = licence && timesCents(licence.builds, licence.royaltyCents);
        return amount === undefined ? undefined : { what: 'designs.acceptLicence', unit: licence?.unit ?? '', amount };
      },
      run(ctx, { licence: id }) {
        const licence = knownLicence(ctx, id);
        if (licence.licensee !== ctx.caller.member) return ctx.refuse('not_licensee', { licensee: licence.licensee });
        if (licence.state !== 'offered') return ctx.refuse('not_offered', { state: licence.state });
        ctx.put('licence', id, { ...licence, state: 'live' });
        ctx.emit('licenceAccepted', { licence: id });
      },
    },
    withdrawLicence: {
      run(ctx, { licence: id }) {
        const licence = knownLicence(ctx, id);
        const { licensor, licensee, state } = licence;
        const { member } = ctx.caller;
        if (member !== licensor && member !== licensee) return ctx.refuse('not_party', { licence: id });
        if (state === 'ended') return ctx.refuse('ended_already', { licence: id });
        if (state === 'live' && member === licensor) return ctx.refuse('licensee_decides', { licensee });
        // Permits that are open stay good: they were given while the licence was live.
        ctx.put('licence', id, { ...licence, state: 'ended' });
        ctx.emit('licenceEnded', { licence: id });
      },
    },
    requestPermit: {
      commits: () => ({ what: 'designs.requestPermit', unit: 'build', amount: 1 }),
      run: requestPermit,
    },
    voidPermit: {
      free: 'giving a permit up binds nobody',
      run: voidPermit,
    },
    attestDeletion: {
      free: 'a machine that deleted a key must be able to say so',
      run(ctx, { licence: id, blob }) {
        const { licensor, licensee, machines, version } = knownLicence(ctx, id);
        const machine = ctx.caller.actor;
        if (!machines.includes(machine)) return ctx.refuse('machine_not_licensed', { machine });
        if (knownVersion(ctx, version).files.every((file) => file.blob !== blob))
          return ctx.refuse('blob_unknown', { blob });
        const deletion = ctx.contentId({ licence: id, blob, machine });
        if (ctx.get('deletion', deletion) !== undefined) return ctx.refuse('attested_already', { deletion });
        const label = 'attested, not enforceable';
        ctx.put('deletion', deletion, {
          id: deletion,
          licence: id,
          licensor,
          licensee,
          blob,
          machine,
          label,
          atMs: ctx.timeMs,
        });
        ctx.emit('deletionAttested', { deletion, licence: id });
      },
    },
    payRoyalty: {
      commits: (ctx, { licence: id, amountCents }) => {
        const licence = ctx.get('licence', id);
        return licence && { what: 'designs.payRoyalty', unit: licence.unit, amount: amountCents };
      },
      run(ctx, { licence: id, amountCents }) {
        const { licensee, licensor, unit } = knownLicence(ctx, id);
        if (licensee !== ctx.caller.member) return ctx.refuse('not_licensee', { licensee });
        const tally = tallyOf(ctx, id);
        const dueCents = tally.owedCents - tally.paidCents;
        if (amountCents > dueCents) return ctx.refuse('royalty_not_owed', { dueCents, amountCents });
        const [from, to] = [accountOf(ctx, licensee, unit), accountOf(ctx, licensor, unit)];
        ctx.call(pay, { from, to, amountCents, reference: id });
        ctx.put('tally', id, { ...tally, paidCents: tally.paidCents + amountCents });
        ctx.emit('royaltyPaid', { licence: id, amountCents });
      },
    },
  },
});

function parentOf(ctx: Ctx, id: string) {
  const parent = ctx.get('version', id);
  if (parent === undefined) return ctx.refuse('parent_unknown', { parent: id });
  if (parent.owner !== ctx.caller.member) return ctx.refuse('parent_foreign', { owner: parent.owner });
  return parent;
}

/** Lets a member see a version's record. @returns the version */
function show(ctx: Ctx, id: string, to: string) {
  const version = ownVersion(ctx, id);
  if (!ctx.call(isMember, { member: to })) return ctx.refuse('member_unknown', { member: to });
  if (to === version.owner || version.readers.includes(to)) return version;
  ctx.put('version', id, { ...version, readers: [...version.readers, to] });
  ctx.emit('versionShown', { version: id, to });
  return version;
}

function accountOf(ctx: Ctx, member: string, unit: string): string {
  return (ctx.call(findAccount, { member, unit }) ?? ctx.refuse('account_missing', { member, unit })).id;
}
