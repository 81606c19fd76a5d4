// The actors of a demo, for a visitor at the computer that runs it.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Stamp } from '../../parts/stamp.tsx';
import { fetchDemo } from '../../session/demo-actors.ts';
import { signInTexts } from '../../texts/sign-in.ts';
import { walkTexts } from '../../texts/walk.ts';
import { useWalk } from '../../walk/walk.tsx';
import { byMember, mainCount } from './model.ts';

/** Nothing where the node serves no demo. */
export function Demo({ become }: { become(actor: string): void }) {
  const [isWhole, setIsWhole] = useState(false);
  const { data } = useQuery({ queryKey: ['demo'], queryFn: async () => (await fetchDemo()) ?? null });
  if (data === undefined || data === null) return null;
  const members = byMember(data.actors);
  const shown = isWhole ? members : members.slice(0, mainCount(members));
  return (
    <>
      <WalkOffer />
      <section className="panel" aria-labelledby="demo">
        <h2 id="demo">{signInTexts.demo}</h2>
        <p>{signInTexts.demoLead}</p>
        <ul className="demo-members">
          {shown.map(({ member, does, actors }) => (
            <li key={member}>
              <Stamp member={member} size={32} />
              <div>
                <p className="demo-does">{does}</p>
                <div className="row">
                  {actors.map((actor) => (
                    <Button key={actor} variant="default" size="compact-sm" onClick={() => become(actor)}>
                      {actor}
                    </Button>
                  ))}
                </div>
              </div>
            </li>
          ))}
        </ul>
        <button type="button" className="as-link" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? signInTexts.demoFewer : signInTexts.demoAll}
        </button>
      </section>
    </>
  );
}

function WalkOffer() {
  const { progress, go } = useWalk();
  if (progress !== undefined) return null;
  return (
    <section className="walk-offer" aria-labelledby="walk">
      <h2 id="walk">{walkTexts.title}</h2>
      <p>{walkTexts.lead}</p>
      <Button onClick={() => go({ stop: 0, isShown: false })}>{walkTexts.start}</Button>
    </section>
  );
}
