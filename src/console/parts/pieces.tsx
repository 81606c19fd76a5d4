// An amount cut into what it is made of: one bar to scale, and each piece in words with its share of it.

import { recordTexts } from '../texts/records.ts';
import './pieces.css';

/** A piece; its look says what it is: gone, set aside, in question, or free again. */
export type Piece = {
  readonly look: 'gone' | 'aside' | 'open' | 'rest';
  readonly label: string;
  readonly amount: number;
  readonly text: string;
};

/** The bar with its words; pieces of nothing are left out. */
export function Pieces({ of, pieces }: { readonly of: string; readonly pieces: readonly Piece[] }) {
  const shown = pieces.filter(({ amount }) => amount > 0);
  return (
    <>
      <div
        className="pieces-bar"
        role="img"
        aria-label={recordTexts.pieces(of, shown.map(({ text, label }) => `${text} ${label}`).join(', '))}
      >
        {shown.map(({ look, label, amount }) => (
          <span key={label} className={`pieces-piece pieces-${look}`} style={{ flexGrow: amount }} />
        ))}
      </div>
      <ul className="pieces-words">
        {shown.map(({ look, label, text }) => (
          <li key={label}>
            <span className={`pieces-key pieces-${look}`} aria-hidden="true" />
            <span className="mono number">{text}</span> {label}
          </li>
        ))}
      </ul>
    </>
  );
}
