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
};

/** The sheet of a page, and how its parts ask for it. */
export function useSigning(me: Me | undefined): readonly [sheet: ReactNode, sign: (toSign: ToSign) => void] {
  const [toSign, setToSign] = useState<ToSign>();
  const onSigned = ({ outcome }: Signed): void => {
    if (outcome === 'accepted') toSign?.onAccepted?.();
  };
  const sheet =
    me === undefined ? null : (
      <SigningSheet
        prepared={toSign?.prepared}
        beside={toSign?.beside}
        client={me.client}
        close={() => setToSign(undefined)}
        onSigned={onSigned}
      />
    );
  return [sheet, setToSign];
}
