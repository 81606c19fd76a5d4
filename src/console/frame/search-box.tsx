// The search of Ctrl+K: from anywhere, by keyboard alone. Arrows choose, enter goes there.

import { Modal, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { allRecordsQuery } from '../data/all-records.ts';
import { Problem } from '../parts/problem.tsx';
import { useSession } from '../session/session-context.tsx';
import { frameTexts } from '../texts/frame.ts';
import { type Found, foundByName, foundMembers, foundOnLedger, onceEach } from './search-results.ts';

/** Typing is over after so long. */
const PAUSE_MS = 60;

/** The button at the top, and the box that it opens. */
export function SearchBox() {
  const [isOpen, setIsOpen] = useState(false);
  useHotkeys([['mod+K', () => setIsOpen(true)]], []);
  return (
    <>
      <UnstyledButton className="search-button" onClick={() => setIsOpen(true)}>
        <IconSearch size={16} stroke={1.6} aria-hidden="true" />
        <span className="search-words">{frameTexts.search}</span>
        <kbd className="search-keys">{frameTexts.searchKeys}</kbd>
      </UnstyledButton>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={frameTexts.search}
        closeButtonProps={{ 'aria-label': frameTexts.searchClose }}
        size="lg"
        // It would put a style element into the page.
        lockScroll={false}
      >
        <Search close={() => setIsOpen(false)} />
      </Modal>
    </>
  );
}

function Search({ close }: { close(): void }) {
  const navigate = useNavigate();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, PAUSE_MS);
  const [chosen, setChosen] = useState(0);
  const { found, error, isFetching } = useFound(text);
  const go = (to: string): void => {
    close();
    void navigate(to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setChosen(Math.max(0, Math.min(found.length - 1, chosen + step)));
    else if (event.key === 'Enter' && found[chosen] !== undefined) go(found[chosen].to);
    else return;
    event.preventDefault();
  };
  return (
    <div className="search">
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
        aria-label={frameTexts.searchHint}
        placeholder={frameTexts.searchHint}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      {error === null ? null : <Problem error={error} />}
      <Results id={list} found={found} chosen={chosen} go={go} />
      {found.length > 0 ? null : (
        <p className="soft small" role="status">
          {text.trim() === '' ? frameTexts.searchTeach : isFetching ? frameTexts.searching : frameTexts.searchNothing}
        </p>
      )}
    </div>
  );
}

/** What is found for a text, on the ledger first. */
function useFound(text: string) {
  const { transport, me } = useSession();
  const onLedger = useQuery({
    queryKey: ['records', 'search', text],
    queryFn: () => foundOnLedger(transport, text),
    enabled: text.trim() !== '',
  });
  const members = useQuery(allRecordsQuery(transport, 'membership/member', {}));
  const found = onceEach([
    ...(onLedger.data ?? []),
    ...foundMembers(text, members.data?.items ?? []),
    ...foundByName(text, me?.role),
  ]);
  return { found, error: onLedger.error, isFetching: onLedger.isFetching };
}

type ResultsProps = {
  readonly id: string;
  readonly found: readonly Found[];
  readonly chosen: number;
  go(to: string): void;
};

function Results({ id, found, chosen, go }: ResultsProps) {
  return (
    <div id={id} role="listbox" aria-label={frameTexts.search} className="search-results">
      {found.map(({ label, what, to }, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box; it points here.
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's.
        <div
          id={`${id}-${i}`}
          key={`${what} ${to}`}
          role="option"
          aria-selected={i === chosen}
          className="search-result"
          onClick={() => go(to)}
        >
          <span className="search-name">{label}</span>
          <span className="soft small">{what}</span>
        </div>
      ))}
    </div>
  );
}
