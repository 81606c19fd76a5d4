// The passport of one unit as a page: one HTML file without scripts or anything from elsewhere, readable on a phone and
// on paper. It repeats what the ledger says; the bundle beside it proves it, and the page says so.

import { renderSVG } from 'uqr';
import type { PassportVerdict } from '#contracts/items/records.ts';

/** What the page shows. */
export type PassportFacts = {
  readonly serial: string;
  readonly part: string;
  readonly ledgerId: string;
  readonly item: string;
  /** Label and text, in their order. */
  readonly rows: readonly (readonly [label: string, text: string])[];
  /** What anyone who scans the code is told. */
  readonly verdict: { readonly [F in keyof PassportVerdict]: string };
  /** What the code opens: the passport at a node. */
  readonly address: string;
  /** Who gets to that address. */
  readonly reach: 'others' | 'this computer';
  /** File names beside the page: the bundle, and the policy that asks for the witness. */
  readonly bundle: string;
  readonly policy: string;
};

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; align-items: start; }
header div { flex: 1 1 16rem; }
figure { margin: 0; width: 13rem; font-size: .85rem; }
figcaption, code { overflow-wrap: anywhere; }
figure svg { width: 100%; height: auto; background: #fff; }
dl { display: grid; grid-template-columns: minmax(7rem, 1fr) 3fr; gap: .5rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem; border: 1px solid #8886; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .5rem; } }
`;

const REACH: { readonly [R in PassportFacts['reach']]: string } = {
  others: ', where anyone is told the same.',
  'this computer': ': an address of the computer that wrote this page. It opens only there, while the node serves.',
};

/** The page as HTML. Texts from the ledger are escaped. */
export function passportPage(facts: PassportFacts): string {
  const { serial, part, ledgerId, item, rows, verdict, address, reach, bundle, policy } = facts;
  const list = rows.map(([label, text]) => `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(serial)}: passport</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<div><p>Passport of one ${escaped(part)}</p><h1>${escaped(serial)}</h1></div>
<figure>
${renderSVG(address, { border: 4 })}
<figcaption>Opens ${escaped(address)}${REACH[reach]}</figcaption>
</figure>
</header>
<main>
<h2>What anyone is told</h2>
<p><strong>${escaped(verdict.verdict)}</strong>: ${escaped(verdict.reason)} ${escaped(verdict.whatToDo)}</p>
<h2>What its parties see</h2>
<dl>
${list}
</dl>
<h2>Check it yourself</h2>
<p>This page only repeats what the ledger <code>${escaped(ledgerId)}</code> says of <code>${escaped(item)}</code>. The file <strong>${escaped(bundle)}</strong> beside it proves it, offline and without trust in anyone:</p>
<pre>touchmark verify "${escaped(bundle)}" --ledger ${escaped(ledgerId)} --policy "${escaped(policy)}"</pre>
<p>The policy asks for the witness; ask the witness itself whether the key in it is its own.</p>
<p>Nothing but its identifiers ties the thing to this record. ${escaped(verdict.evidence)}</p>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
