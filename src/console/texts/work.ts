// Texts of the work page and of the members' pages.

export const workTexts = {
  title: 'Work',
  lead: 'What waits for you, and what you wait for.',
  mine: 'Waits for you',
  ours: (member: string) => `Waits for ${member}, in another role`,
  theirs: 'You wait for',
  more: 'There is more than stands here: of each kind the first 50 were read. The lists have them all:',
  nothing: 'Nothing waits for you',
  nothingTeach:
    'When another member places an order with yours, offers a licence or hands something over, it stands here.',
  visitor: 'Sign in to see what waits for you',
  start: 'Start something',
  lately: 'Signed lately',
  allStatements: 'All statements',
} as const;

export const memberTexts = {
  title: 'Members',
  lead: 'Companies that take part, each with its stamp. Learn the stamps of those you deal with.',
  actors: 'Actors',
  actor: 'Actor',
  kind: 'Kind',
  mandate: 'May sign alone',
  nothingAlone: 'nothing by itself',
  withinMandate: (lines: number) =>
    lines === 1 ? '1 thing, within its mandate' : `${lines} things, within its mandate`,
  personSigns: 'a person: signs for its member',
  state: 'state',
  stamp: 'stamp',
  witness: 'runs a witness',
  founder: 'A founder: it stands in the genesis of the ledger.',
  records: 'Their records',
  allFields: 'Every field',
  more: 'Show more',
  visitor: 'Sign in to see who takes part',
  visitorTeach: 'Members and their actors are shown to members.',
  suspended: 'suspended',
  live: 'takes part',
} as const;
