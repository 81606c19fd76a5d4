// Who acts, for which member, and the way to act as another.

import { Menu, UnstyledButton } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { listKeys } from '#sdk/index.ts';
import { Stamp } from '../parts/stamp.tsx';
import type { Identity } from '../session/identity.ts';
import { useSession } from '../session/session-context.tsx';
import { frameTexts } from '../texts/frame.ts';

/** The menu at the top. */
export function WhoAmI() {
  const { me, identity, actAs } = useSession();
  const navigate = useNavigate();
  const keys = useQuery({ queryKey: ['keys'], queryFn: listKeys });
  const others = (keys.data ?? []).filter((actor) => actor !== me?.actor);
  const become = (next: Identity): void => actAs(next);
  return (
    <Menu position="bottom-end" shadow="sm">
      <Menu.Target>
        <UnstyledButton className="who">
          {me === undefined ? (
            <IconUser size={20} stroke={1.6} aria-hidden="true" />
          ) : (
            <Stamp member={me.member} size={26} />
          )}
          <span className="who-words">
            <strong>{me?.actor ?? frameTexts.visitor}</strong>
            <span className="soft small">
              {me === undefined ? frameTexts.visitorSees : `${frameTexts.actsFor} ${me.memberName}`}
            </span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {identity.kind === 'demo' ? <Menu.Label>{frameTexts.demo}</Menu.Label> : null}
        {others.map((actor) => (
          <Menu.Item key={actor} onClick={() => become({ kind: 'keys', actor })}>
            {actor}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => void navigate('/sign-in')}>
          {me === undefined ? frameTexts.signIn : frameTexts.switchActor}
        </Menu.Item>
        {me === undefined ? null : (
          <Menu.Item
            onClick={() => {
              become({ kind: 'visitor' });
              void navigate('/sign-in');
            }}
          >
            {frameTexts.signOut}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
