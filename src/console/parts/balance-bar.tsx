// What is in an account as one bar: what is free, and what is set aside.

import './balance-bar.css';
import { moneyTexts } from '../texts/money.ts';
import { money } from './amount.ts';

type BalanceBarProps = { readonly freeCents: number; readonly heldCents: number; readonly unit: string };

/** The bar with its words. */
export function BalanceBar({ freeCents, heldCents, unit }: BalanceBarProps) {
  const total = freeCents + heldCents;
  const share = total === 0 ? 0 : Math.round((freeCents / total) * 1000) / 10;
  return (
    <div className="balance">
      <div
        className="balance-bar"
        role="img"
        aria-label={moneyTexts.bar(money(freeCents, unit), money(heldCents, unit))}
      >
        {total === 0 ? null : <span className="balance-free" style={{ width: `${share}%` }} />}
        {heldCents === 0 ? null : <span className="balance-held" style={{ width: `${100 - share}%` }} />}
      </div>
      <div className="balance-words small">
        <span>
          <span aria-hidden="true">■</span> <span className="mono">{money(freeCents, unit)}</span> {moneyTexts.free}
        </span>
        <span>
          <span aria-hidden="true">▨</span> <span className="mono">{money(heldCents, unit)}</span> {moneyTexts.held}
        </span>
      </div>
    </div>
  );
}
