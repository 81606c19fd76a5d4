// Texts of the guided walk: what one sees at each stop, and what it proves.

export const walkTexts = {
  title: 'Walk through this ledger',
  lead: 'One order lies here, from its file to a part that can prove itself. Ten stops, about three minutes; you act as those who did it, and see what each of them sees.',
  start: 'Start the walk',
  place: (at: number, of: number) => `${at} of ${of}`,
  as: (actor: string) => `You act as ${actor}.`,
  asVisitor: 'You are signed out: this is what anyone sees.',
  next: 'Next',
  back: 'Back',
  again: 'Show it again',
  end: 'End the walk',
  done: 'Finish',
  region: 'Guided walk',
  nothing: 'What this stop is about is not on this ledger yet.',
} as const;

/** By the stop's name. */
export const STOP_TEXTS = {
  order: {
    title: 'An order that nobody can rewrite',
    says: 'The buyer’s file became this order: what is bought, for how much, step by step with the evidence that each step needs. Both companies signed it.',
  },
  request: {
    title: 'Who got it, and why',
    says: 'Shops bid sealed: nobody could see a price before the deadline. The award follows from the published rule, and each of them can compute it again.',
  },
  design: {
    title: 'A design that was licensed, not given away',
    says: 'The file is sealed; the ledger holds its hash. The licence counts the builds: one more than agreed is refused.',
  },
  build: {
    title: 'What the machine says',
    says: 'The machine signs for each unit: which program ran, its log, and every gap in it. What does not fit is not proven, and a person decides.',
  },
  inspection: {
    title: 'Two laboratories that may disagree',
    says: 'Both sides measured. Where they differ, or a limit is missing, nothing goes on by itself: a named person decided, with a reason.',
  },
  shipment: {
    title: 'From hand to hand',
    says: 'Custody moves when both sides have signed. The title passed, and the money was paid, when the buyer accepted.',
  },
  material: {
    title: 'From the metal to the parts',
    says: 'What was made from this lot. What belongs to the buyer now is no longer shown to the shop: that is drawn as a gap, with the reason.',
  },
  money: {
    title: 'Paid from what was held',
    says: 'The price was held before the work began. Royalties, fee and payments add up to the cent. The money here is simulated.',
  },
  passport: {
    title: 'The part proves itself',
    says: 'This is what anyone sees who scans its code, with no account. The proof is checked in this browser. A label can be copied; that is said there.',
  },
  ledger: {
    title: 'Trust nobody',
    says: 'Every statement in one order. The auditor’s own computer executed all of it again and co-signed. Open any statement and verify it.',
  },
} as const;
