// What waits for me, from any page.

import { Menu, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { useWaits } from '../data/use-waits.ts';
import { recordPath } from '../parts/paths.ts';
import { shortId } from '../parts/shorten.ts';
import { frameTexts } from '../texts/frame.ts';

/** Lines of the menu; the work page has them all. */
const SHOWN = 6;

/** The bell. */
export function Notifications() {
  const { mine, more } = useWaits();
  const count = `${mine.length}${more.length === 0 ? '' : '+'}`;
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end" shadow="sm" width={320}>
      <Menu.Target>
        <UnstyledButton className="bell" aria-label={`${frameTexts.notifications}: ${count}`}>
          <IconBell size={20} stroke={1.6} aria-hidden="true" />
          {mine.length === 0 ? null : <span className="bell-count">{count}</span>}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{mine.length === 0 ? frameTexts.nothingWaits : frameTexts.notifications}</Menu.Label>
        {mine.slice(0, SHOWN).map(({ kind, record, step }) => (
          <Menu.Item key={`${kind} ${record.id}`} onClick={() => void navigate(recordPath(kind, record.id))}>
            <span className="mono small">{shortId(record.id)}</span>
            <br />
            {step.sentence}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => void navigate('/work')}>{frameTexts.work}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
