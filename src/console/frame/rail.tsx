// The left rail; on a phone it slides in.

import {
  IconBinaryTree2,
  IconBoxSeam,
  IconBuildingFactory2,
  IconChecklist,
  IconCoin,
  IconFiles,
  IconFileText,
  IconGavel,
  IconListDetails,
  IconNotebook,
  IconQrcode,
  IconRulerMeasure,
  IconShape2,
  IconTruck,
  IconUsersGroup,
} from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { frameTexts } from '../texts/frame.ts';
import { isWithin, RAIL, type RailIcon } from './navigation.ts';

const ICONS: { readonly [icon in RailIcon]: typeof IconCoin } = {
  work: IconChecklist,
  scan: IconQrcode,
  orders: IconFileText,
  requests: IconGavel,
  designs: IconShape2,
  files: IconFiles,
  production: IconBuildingFactory2,
  inspections: IconRulerMeasure,
  shipments: IconTruck,
  items: IconBoxSeam,
  trace: IconBinaryTree2,
  money: IconCoin,
  network: IconUsersGroup,
  ledger: IconNotebook,
  everything: IconListDetails,
};

/** The rail. @param onChoose told when a page was chosen */
export function Rail({ onChoose }: { onChoose(): void }) {
  const { pathname } = useLocation();
  return (
    <nav aria-label={frameTexts.rail}>
      <ul className="rail-items">
        {RAIL.map((item) => {
          const Icon = ICONS[item.icon];
          return (
            <li key={item.to}>
              <Link
                className="rail-item"
                to={item.to}
                onClick={onChoose}
                aria-current={isWithin(item, pathname) ? 'page' : undefined}
              >
                <Icon size={18} stroke={1.6} aria-hidden="true" />
                <span>{item.label}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
