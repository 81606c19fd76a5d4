// Texts of lists, records, evidence and history.

export const recordTexts = {
  noneYet: (plural: string) => `No ${plural} that you may see`,
  noneFits: 'Nothing fits these filters.',
  clearFilters: 'Clear the filters',
  more: 'Show more',
  lookFurther: 'Look further',
  all: 'That is all.',
  csv: 'CSV',
  csvHint: 'All records that fit the filters, as a file for a spreadsheet',
  filters: 'Filters',
  any: 'any',
  mine: (member: string) => `${member} (my member)`,
  apply: 'Show',
  clear: 'Any',
  count: (shown: number) => `${shown} shown`,
  unknownKind: 'There is no such kind of record.',
  everything: 'All records',
  everythingLead:
    'Every kind of record on this ledger, by contract. You see those that the contract shows to your member.',
  facts: 'Facts',
  parties: 'Parties',
  next: 'Next step',
  nobody: 'nobody owes a step',
  actions: 'What you can do',
  noActions: 'Your role has no action on this record.',
  notNow: 'Nothing for you to do here now.',
  waitsFor: 'It waits for',
  signInToAct: 'Sign in to act.',
  evidence: 'Evidence',
  evidenceLead: 'Each line is a signed statement. The check runs in this browser.',
  history: 'History',
  historyLooked: (through: number, size: number) =>
    `The node is still making its index: ${through} of ${size} statements were looked at, from the first on.`,
  historyLonger: 'There are older ones.',
  historyAll: 'These are all that you may see.',
  everyField: 'Every field',
  pieces: (of: string, parts: string) => `${of}: ${parts}`,
  reason: 'reason',
  textSealed: (what: string) => `The ledger holds a commitment to the ${what}:`,
  openText: (what: string) => `Open the ${what}`,
  textOpened: 'This text is what was committed to.',
  textNotYours: (what: string) => `The ${what} was not sealed for you.`,
  unreadable: 'not given',
  none: 'none',
  yes: 'yes',
  no: 'no',
} as const;

/** What would fill a list, for the kinds where it is not plain; by `contract/record`. */
export const TEACHING: { readonly [kind: string]: string } = {
  'procurement/order': 'An order appears when a buyer places it, or when a request for quotation is awarded.',
  'sourcing/rfq': 'A request appears when a buyer publishes what it asks for; shops answer with sealed bids.',
  'designs/design':
    'A design appears when a designer registers it; its files stay sealed for those who hold a licence.',
  'production/job': 'A job appears when a maker plans a step of an agreed plan on one of its machines.',
  'inspection/review': 'A review appears when the laboratories of an order have measured a unit.',
  'shipping/shipment': 'A shipment appears when a maker packs released units and seals them.',
  'items/item': 'An item appears when a maker registers a unit or a lot of one of its types.',
  'items/part': 'A link appears when something goes into something else: metal into a part, a part into an assembly.',
  'procurement/dispute':
    'A dispute appears when one side of an order freezes a part of its price, from the page of the order. Its two sides and the arbiter see it.',
  'agreements/agreement':
    'An agreement appears when a buyer proposes prices and limits to a seller once, so that single orders need no negotiation.',
  'sourcing/bid': 'A bid appears when a shop seals one, on the page of a request. Its bidder and the buyer see it.',
  'claims/asset':
    'Claims appear when a member lets a thing that it owns and holds back them, and another member says what it is worth.',
  'rewards/period': 'A period appears when the operator of the platform sets a pool aside for those who contribute.',
  'accounts/account': 'An account appears when a member opens one in a unit that someone issues.',
};
