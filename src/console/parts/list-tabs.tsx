// Lists that belong together, as links above each of them: the rail has a line for the first of them alone.

import { NavLink } from 'react-router';
import { frameTexts } from '../texts/frame.ts';
import { listPath } from './paths.ts';
import './list-tabs.css';

/** Which lists stand together. */
const GROUPS = {
  orders: ['procurement/order', 'agreements/agreement', 'procurement/dispute'],
  requests: ['sourcing/rfq', 'sourcing/bid'],
  files: ['sharing/blob', 'sharing/grant'],
  money: ['accounts/account', 'claims/asset', 'rewards/period'],
} as const;

/** The links. */
export function ListTabs({ group }: { readonly group: keyof typeof GROUPS }) {
  return (
    <nav className="list-tabs" aria-label={frameTexts.tabs}>
      {GROUPS[group].map((kind) => (
        <NavLink key={kind} to={listPath(kind)} end>
          {frameTexts.tab[kind]}
        </NavLink>
      ))}
    </nav>
  );
}
