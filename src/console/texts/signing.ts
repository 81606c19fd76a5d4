// Texts of the signing sheet and of forms of actions.

export const signingTexts = {
  sheet: 'What you sign',
  exact: 'Computed from the exact bytes that you sign. Look-alike characters are shown as codes.',
  binds: (actor: string, member: string) => `${actor} signs, and binds ${member}.`,
  undoBy: (sentence: string) => `It can be undone: ${sentence}.`,
  undoNot: 'It stays in the ledger for good. No action takes it back; a later one may change what it did.',
  until: 'If it is not in the ledger by then, it is void:',
  details: 'Every field of the statement',
  sign: 'Sign',
  signing: 'Signing …',
  cancel: 'Do not sign',
  done: 'Signed, and in the ledger.',
  doneAt: (index: number) => `It is statement ${index}.`,
  firstDone: 'It is in the ledger.',
  restOpen: 'What you signed with it is not there yet.',
  restRefused: 'Not all that you signed with it:',
  notTaken: 'It was not taken, and nothing was changed.',
  sentAgain:
    'No answer yet. The same statement is sent again until the ledger says what came of it; it cannot take effect twice. You may close the sheet: the top of the page goes on asking.',
  findOut: 'Find out',
  again: 'Try again',
  sentBefore:
    'You signed this action before, and whether it is in the ledger is not known yet: see the top of the page. Until then you cannot sign it again.',
  unansweredTitle: 'Signed, and no answer came',
  unansweredAsking: 'Asking the ledger …',
  unansweredOpen: 'It is not in the ledger. If you do nothing, it is void:',
  unansweredVoid: 'It is void: it never took effect, and cannot any more. What you typed is kept in its form.',
  unansweredRest: 'It is in the ledger. What you signed with it is not all there.',
  unansweredIn: 'It is in the ledger. Nothing is to be done.',
  sendAgain: 'Send it again',
  sendRest: 'Send the rest',
  understood: 'Understood',
  refused: 'The ledger refused it. Nothing was changed; the refusal is on record.',
  close: 'Close',
  closeSheet: 'Close the sheet',
  show: (label: string) => `Look at the ${label}`,
  prepare: 'Review and sign',
  reset: 'Empty the form',
  draftLost: 'This browser keeps nothing of this site: what you typed is lost when you leave the page.',
  draftKept: 'What you typed is kept in this browser until you sign.',
  optional: 'optional',
  add: 'Add',
  removeOne: 'Remove',
  choose: 'Choose …',
  form: 'Which form',
  notYours: (roles: string) => `This is signed in the roles ${roles}; yours is another.`,
  unknown: 'There is no such action.',
  visitor: 'Sign in to act.',
  faults: (count: number) => (count === 1 ? 'One field is not right yet:' : `${count} fields are not right yet:`),
  pasteRows: 'A column or a table from a spreadsheet can be pasted into the first field.',
  pasted: (count: number) => `${count} filled in from what was pasted.`,
} as const;

/** What is still to be done for an action that is in the ledger without its signer having heard so. */
export const STILL_TO_DO: { readonly [action: string]: string } = {
  'sharing.registerBlob':
    'It is in the ledger. Its file may not be stored yet: review the form that it was chosen in once more. Where that page was loaded anew, choose the file again.',
};

/** Why a statement was left out of the log, where its signer can do something about it. */
export const NOT_TAKEN: { readonly [code: string]: string } = {
  statement_expired: 'Its time was over before you signed. What you typed is kept: review it again, and sign.',
  statement_early: 'It is valid for a time too far ahead: look at the clock of this computer, then review it again.',
  key_unknown: 'Your key is not on the ledger, or was revoked. Ask your administrator.',
  audience_wrong: 'Another ledger is served at this address now. Reload the page.',
  statement_too_large: 'It has more bytes than this ledger allows: make lists or texts shorter.',
};

/** By which action a statement can be taken back, and until when; by `contract.action`. */
export const UNDO: { readonly [action: string]: { readonly by: string; readonly says: string } } = {
  'procurement.placeOrder': { by: 'procurement.cancelOrder', says: 'you may cancel the order until it is accepted' },
  'procurement.proposeChange': {
    by: 'procurement.withdrawChange',
    says: 'you may withdraw the change until it is agreed',
  },
  'procurement.closeOrder': {
    by: 'procurement.withdrawClosing',
    says: 'you may take the proposal back until it is agreed',
  },
  'procurement.publishTariff': {
    by: 'procurement.withdrawTariff',
    says: 'you may withdraw the tariff for later orders',
  },
  'procurement.openDispute': { by: 'procurement.withdrawDispute', says: 'you may withdraw the dispute until it ends' },
  'sourcing.publishRfq': { by: 'sourcing.cancelRfq', says: 'you may cancel the request until it is awarded' },
  'sourcing.sealBid': { by: 'sourcing.withdrawBid', says: 'you may withdraw the bid until bids are opened' },
  'items.offerHandover': { by: 'items.withdrawHandover', says: 'you may withdraw the offer until it is accepted' },
  'items.publishPassport': {
    by: 'items.withdrawPassport',
    says: 'you may withdraw the passport; who saw it has seen it',
  },
  'designs.offerLicence': {
    by: 'designs.withdrawLicence',
    says: 'you may withdraw the licence; what was built stays licensed',
  },
  'designs.requestPermit': { by: 'designs.voidPermit', says: 'you may void the permit until it is built on' },
  'production.planJob': { by: 'production.cancelJob', says: 'you may cancel the job until it starts' },
  'shipping.pack': { by: 'shipping.unpack', says: 'you may unpack until it is under way' },
  'shipping.offer': { by: 'shipping.takeBack', says: 'you may take the offer back until it is taken' },
  'capacity.publishHours': { by: 'capacity.withdrawHours', says: 'you may withdraw hours that nobody has booked' },
  'membership.issueCredential': { by: 'membership.revokeCredential', says: 'you may revoke the credential' },
  'membership.enrolActor': { by: 'membership.removeActor', says: 'you may remove the actor; what it signed stays' },
  'membership.registerWitness': { by: 'membership.retireWitness', says: 'you may retire the witness' },
  'sharing.grantAccess': { by: 'sharing.endGrant', says: 'you may end the grant; who read the file has read it' },
  'standing.declareRelation': { by: 'standing.withdrawRelation', says: 'you may withdraw the declaration' },
};
