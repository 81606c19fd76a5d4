// Texts of the sign-in page.

export const signInTexts = {
  title: 'Sign in',
  lead: 'A shared ledger for manufacturing: what companies agree on, make, measure and hand over, kept so that anyone can check it.',
  noPassword: 'There is no password. You sign with a key that this browser makes and never gives away.',
  noKeysHere:
    'Over plain http this browser makes and uses no keys. To sign, open this address by https, or at 127.0.0.1 on the computer that runs the node. Reading and checking work here, too.',
  here: 'Keys in this browser',
  hereNone: 'This browser has no keys yet.',
  forget: 'Remove these keys',
  forgetSure: 'They cannot be brought back, and nothing can be signed with them again.',
  keep: 'Keep them',
  remove: 'Remove',
  demo: 'Actors of the demo',
  demoLead:
    'Their keys are known to everyone at this computer and guard nothing. Act as any of them to see what it sees.',
  demoAll: 'All of them',
  demoFewer: 'Fewer',
  make: 'Make keys of my own',
  makeLead: 'For a person, a machine or an agent that a member of this ledger enrols.',
  actor: 'Actor',
  actorHint: 'member/name, such as northwind/anna',
  makeDo: 'Make keys',
  made: 'Keys are made and lie in this browser.',
  enrol: 'Hand this text to your administrator',
  enrolLead:
    'Your member’s administrator enrols you with it. Nothing in it is secret; let them check by another way that it is yours.',
  enrolled: 'Once that is done, sign in above.',
  visitor: 'Look around without signing in',
  visitorLead: 'You see what is public: the ledger’s head, its witnesses, public records.',
  as: 'Sign in as',
} as const;
