// What is asked of a shop, and the published rule.

import { TermValueText } from '../../parts/order/term-value.tsx';
import type { Rfq } from '../../parts/request/facts.ts';
import { requestTexts } from '../../texts/requests.ts';
import { type AskedLine, ruleLines, shopLines } from './asked.ts';

/** Both. */
export function AskedPanels({ rfq }: { readonly rfq: Rfq }) {
  return (
    <>
      <section className="panel" aria-labelledby="rule">
        <h2 id="rule">{requestTexts.rule}</h2>
        <p className="soft small">{requestTexts.ruleLead}</p>
        <Lines lines={ruleLines(rfq)} />
      </section>
      <section className="panel" aria-labelledby="asked">
        <h2 id="asked">{requestTexts.asked}</h2>
        <Lines lines={shopLines(rfq)} />
      </section>
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly AskedLine[] }) {
  return (
    <dl className="facts">
      {lines.map(({ label, values }) => (
        <div key={`${label} ${JSON.stringify(values)}`}>
          <dt>{label}</dt>
          <dd className="order-values">
            {values.map((value) => (
              <span key={JSON.stringify(value)}>
                <TermValueText value={value} />
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
