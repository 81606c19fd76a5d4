// Who may read which encrypted file. An owner registers the hash of the ciphertext with a salted commitment to the
// content, and lets actors fetch it for a purpose until a time. A reader who signs that it opened the file cannot later
// say that it was another one. Ending a grant and erasing a file end delivery, not knowledge.
//
//   blob:   registered (live) ──eraseBlob──▶ erased, for ever
//   grant:  grantAccess ──▶ live ──endGrant──▶ ended ──grantAccess──▶ live; past `untilMs` it has no effect
//
// A contract on a higher floor may give grants for an occasion, such as a request for quotation: they end with it, all at
// once and without a statement each, but for the one member that it says.
//
// Always: only the owner's signature makes or prolongs a grant, and what it signed says when it ends; nobody but the owner
// reads without one in force; an erased file is read by nobody; an opening is of the reader named in the grant and of the
// commitment that it saw.

import { defineContract } from '#core/contract.ts';
import { grant, isInForce, ownBlob } from './granting.ts';
import { sharingInterface } from './schema.ts';

/** The sharing contract. */
export const sharing = defineContract(sharingInterface, {
  visibleTo: {
    blob: ({ owner }) => [owner],
    grant: ({ owner, readerMember }) => [owner, readerMember],
    occasion: ({ owner }) => [owner],
    opening: ({ owner, readerMember }) => [owner, readerMember],
  },
  actions: {
    registerBlob: {
      free: 'a hash of what its owner keeps binds nobody, and machines register their logs',
      run(ctx, blob) {
        const { hash } = blob;
        if (ctx.get('blob', hash) !== undefined) return ctx.refuse('blob_taken', { blob: hash });
        ctx.put('blob', hash, { ...blob, owner: ctx.caller.member, state: 'live' });
        ctx.emit('blobRegistered', { hash });
      },
    },
    grantAccess: {
      commits: () => ({ what: 'sharing.grant', unit: 'grant', amount: 1 }),
      run(ctx, input) {
        grant(ctx, input);
      },
    },
    endGrant: {
      run(ctx, { grant: id }) {
        const given = ctx.get('grant', id);
        if (given === undefined) return ctx.refuse('grant_unknown', { grant: id });
        if (given.owner !== ctx.caller.member) return ctx.refuse('not_owner', { owner: given.owner });
        if (given.state === 'ended') return ctx.refuse('grant_ended', { grant: id });
        ctx.put('grant', id, { ...given, state: 'ended' });
        ctx.emit('grantEnded', { id });
      },
    },
    acknowledgeOpening: {
      commits: () => ({ what: 'sharing.acknowledge', unit: 'opening', amount: 1 }),
      run(ctx, { grant: id }) {
        const given = ctx.get('grant', id);
        if (given === undefined) return ctx.refuse('grant_unknown', { grant: id });
        const { hash, contentCommitment, owner, reader, readerMember, untilMs } = given;
        if (reader !== ctx.caller.actor) return ctx.refuse('not_reader', { reader });
        if (given.state === 'ended') return ctx.refuse('grant_ended', { grant: id });
        if (!isInForce(given, ctx.get('occasion', given.occasion ?? ''), ctx.timeMs))
          return ctx.refuse('grant_expired', { untilMs });
        if (ctx.get('blob', hash)?.state !== 'live') return ctx.refuse('blob_erased', { blob: hash });
        if (given.opened) return ctx.refuse('opened_already', { grant: id });
        const opening = ctx.newId('opening');
        const signed = { hash, contentCommitment, owner, reader, readerMember, timeMs: ctx.timeMs };
        ctx.put('opening', opening, { id: opening, grant: id, ...signed });
        ctx.put('grant', id, { ...given, opened: true });
        ctx.emit('openingAcknowledged', { id: opening, grant: id });
      },
    },
    eraseBlob: {
      run(ctx, { blob: hash }) {
        const blob = ownBlob(ctx, hash);
        ctx.put('blob', hash, { ...blob, state: 'erased' });
        ctx.emit('blobErased', { hash });
      },
    },
  },
});
