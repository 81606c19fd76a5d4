// Signing any action: its form, and the sheet before the signature.

import { useNavigate, useParams, useSearchParams } from 'react-router';
import { contractInterfaces } from '#sdk/index.ts';
import { maySign } from '../../data/actions.ts';
import { ActionForm } from '../../form/action-form.tsx';
import { actionWords } from '../../parts/action-words.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useSession } from '../../session/session-context.tsx';
import { signingTexts } from '../../texts/signing.ts';
import { sentenceOf } from './model.ts';

/** The page. */
export function Component() {
  const { contract: contractName = '', action: name = '' } = useParams();
  const [search] = useSearchParams();
  const { me } = useSession();
  const navigate = useNavigate();
  const contract = contractInterfaces.find((one) => one.name === contractName);
  const action = contract !== undefined && Object.hasOwn(contract.actions, name) ? contract.actions[name] : undefined;
  if (contract === undefined || action === undefined) return <EmptyState title={signingTexts.unknown} />;
  if (me === undefined) return <EmptyState title={signingTexts.visitor} />;
  return (
    <div className="narrow">
      <p className="cell-name">{contract.name}</p>
      <h1>{actionWords(name)}</h1>
      <p className="soft">{sentenceOf(action.says)}</p>
      {maySign(action, me.role) ? null : (
        <p className="notice">{signingTexts.notYours((action.roles ?? []).join(', '))}</p>
      )}
      <ActionForm
        key={`${me.actor} ${contract.name}.${name} ${search}`}
        me={me}
        contract={contract}
        name={name}
        action={action}
        known={Object.fromEntries(search)}
        onDone={({ index }) => void navigate(index === undefined ? '/work' : `/ledger/${index}`)}
      />
    </div>
  );
}
