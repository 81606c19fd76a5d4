// One signature at a time for a page: what is to be signed, what stands beside it, and what follows.

import { type ReactNode, useState } from 'react';
import type { Prepared } from '#sdk/index.ts';
import type { Me } from '../session/open-session.ts';
import type { Signed } from './rounds.ts';
import { SigningSheet } from './signing-sheet.tsx';

/** What is to be signed. */
export type ToSign = {
  readonly prepared: Prepared;
  readonly beside?: ReactNode;
  /** Told once the ledger took it. */
  onAccepted?(): void;
  /** Told where the sheet was closed, or the ledger refused it. */
  onDropped?(): void;
};

/** The sheet of a page, and how its parts ask for it. */
export function useSigning(me: Me | undefined): readonly [sheet: ReactNode, sign: (toSign: ToSign) => void] {
  const [toSign, setToSign] = useState<ToSign>();
  const [signed, setSigned] = useState<Signed>();
  const close = (): void => {
    if (signed?.outcome !== 'accepted') toSign?.onDropped?.();
    setToSign(undefined);
    setSigned(undefined);
  };
  const onSigned = (outcome: Signed): void => {
    setSigned(outcome);
    if (outcome.outcome === 'accepted') toSign?.onAccepted?.();
  };
  const sheet =
    me === undefined ? null : (
      <SigningSheet
        prepared={toSign?.prepared}
        beside={toSign?.beside}
        client={me.client}
        close={close}
        onSigned={onSigned}
      />
    );
  return [sheet, setToSign];
}
