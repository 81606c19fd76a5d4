// Every kind of record, by contract: the way to whatever has no page of its own.

import { Link } from 'react-router';
import { contractInterfaces, fieldLabel } from '#sdk/index.ts';
import { kinds } from '../../data/kinds.ts';
import { listPath } from '../../parts/paths.ts';
import { recordTexts } from '../../texts/records.ts';

/** The page. */
export function Component() {
  return (
    <>
      <h1>{recordTexts.everything}</h1>
      <p className="lead">{recordTexts.everythingLead}</p>
      <div className="kinds">
        {contractInterfaces.map((contract) => (
          <section key={contract.name} className="panel">
            <h2>{fieldLabel(contract.name)}</h2>
            <ul className="plain">
              {kinds
                .filter((kind) => kind.contract === contract)
                .map(({ path, plural }) => (
                  <li key={path}>
                    <Link to={listPath(path)}>{plural}</Link>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}
