// One grant of a file: for its reader the way to open it, for its owner how it stands.

import type { RecordSeen } from '#sdk/index.ts';
import { Fact } from '../../parts/fact.tsx';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-context.tsx';
import { fileTexts } from '../../texts/files.ts';
import { Size } from './cells.tsx';
import { useFileName } from './file-name.tsx';
import { fitsGrant, type Grant, grantStanding } from './model.ts';
import { OpenFile } from './open-file.tsx';

const KIND = 'sharing/grant';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={fileTexts.shared}>
      {(seen) => <SharedPage seen={seen} />}
    </RecordAt>
  );
}

function SharedPage({ seen }: { readonly seen: RecordSeen }) {
  const { me } = useSession();
  const nowMs = useNow();
  // Every replica wrote the record through the contract's schema.
  const grant = seen.value as unknown as Grant;
  const { hash, owner, reader, purpose, untilMs, sizeBytes, mediaType, opened } = grant;
  const isReader = reader === me?.actor;
  const name = useFileName(hash, isReader);
  const standing = grantStanding(grant, nowMs);
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={fitsGrant(standing)}
      offers={isReader && standing === 'live' && !opened ? <p className="soft small">{fileTexts.say}</p> : undefined}
      title={
        <TitleBlock
          label={fileTexts.sharedLabel}
          title={name ?? undefined}
          id={hash}
          state={standing}
          parties={[
            [fileTexts.owner, owner],
            [fileTexts.readerOf, reader],
          ]}
          next={undefined}
        />
      }
    >
      {isReader && me !== undefined ? (
        <OpenFile me={me} blob={hash} gone={standing === 'live' ? undefined : fileTexts.gone[standing]} owner={owner} />
      ) : standing === 'live' ? null : (
        <p className="notice">{fileTexts.gone[standing]}</p>
      )}
      <dl className="facts">
        <Fact label={fileTexts.whatFor}>{purpose}</Fact>
        <Fact label={fileTexts.until}>
          <TimeText timeMs={untilMs} />
        </Fact>
        <Fact label={fileTexts.opened}>{opened ? fileTexts.openedYes : fileTexts.openedNo}</Fact>
        <Fact label={fileTexts.type}>
          <span className="mono">{mediaType}</span>
        </Fact>
        <Fact label={fileTexts.size}>
          <Size bytes={sizeBytes} />
        </Fact>
      </dl>
    </ObjectSheet>
  );
}
