// Designs, production and inspections.

import { fileURLToPath } from 'node:url';
import { at, type PageToSee } from './page-to-see.ts';

const SAMPLE_LOG = fileURLToPath(
  new URL('../../../samples/plate-order/machine-log/BRACKET-PLATE-2of4.txt', import.meta.url),
);

/** Follows the first link of a kind in the page, and waits for its evidence. */
const follow =
  (path: string, heading: string, link: string): PageToSee['open'] =>
  async (visitor, origin) => {
    await at(path, heading)(visitor, origin);
    await visitor.page.locator(link).first().click();
    await visitor.page.locator('.claim-line').first().waitFor();
  };

/** Opens the log of the first unit of the sample order on the page of its job. */
const openLog: PageToSee['open'] = async (visitor, origin) => {
  await at('/production', 'Machines')(visitor, origin);
  await visitor.page.getByRole('link', { name: /PLATE-2, milling/ }).click();
  await visitor.page.locator('input[type=file]').setInputFiles(SAMPLE_LOG);
  await visitor.page.getByText('This is the log of the build').waitFor();
  await visitor.page.locator('.production-plot').first().scrollIntoViewIfNeeded();
};

/** Them. */
export const MAKING_PAGES: readonly PageToSee[] = [
  {
    name: 'inspections',
    actor: 'northwind/quality',
    open: async (visitor, origin) => {
      await at('/inspections', 'Orders')(visitor, origin);
      await visitor.page.locator('.row-link').first().waitFor();
    },
  },
  {
    name: 'inspection-order',
    actor: 'northwind/quality',
    open: follow('/inspections', 'Orders', '.row-link'),
  },
  {
    name: 'inspection-unit',
    actor: 'northwind/quality',
    open: async (visitor, origin) => {
      await follow('/inspections', 'Orders', '.row-link')(visitor, origin);
      await visitor.page.getByRole('link', { name: /003$/ }).first().click();
      await visitor.page.getByRole('heading', { name: 'Decision' }).waitFor();
    },
  },
  {
    name: 'production',
    actor: 'harbour/engineer',
    open: async (visitor, origin) => {
      await at('/production', 'Machines')(visitor, origin);
      await visitor.page.getByRole('link', { name: /PLATE-1, milling/ }).waitFor();
    },
  },
  { name: 'production-log', actor: 'harbour/engineer', open: openLog },
  {
    name: 'production-job',
    actor: 'harbour/engineer',
    open: async (visitor, origin) => {
      await openLog(visitor, origin);
      await visitor.page.evaluate(() => scrollTo(0, 0));
    },
  },
  {
    name: 'designs',
    actor: 'lindqvist/designer',
    open: async (visitor, origin) => {
      await at('/designs', 'Designs')(visitor, origin);
      await visitor.page.locator('.row-link').first().waitFor();
    },
  },
  {
    name: 'design',
    actor: 'lindqvist/designer',
    open: async (visitor, origin) => {
      await follow('/designs', 'Designs', '.row-link')(visitor, origin);
      await visitor.page.getByRole('button', { name: 'Open bracket-plate.step' }).click();
      await visitor.page.getByText('This is the file of version 1').waitFor();
      await visitor.page.locator('.designs-view canvas').waitFor();
    },
  },
  {
    name: 'files',
    actor: 'lindqvist/designer',
    open: async (visitor, origin) => {
      await at('/files', 'Files')(visitor, origin);
      await visitor.page.getByText('BRACKET-PLATE-1.NC').first().waitFor();
    },
  },
  {
    name: 'file',
    actor: 'lindqvist/designer',
    open: async (visitor, origin) => {
      await follow('/files', 'Files', '.row-link')(visitor, origin);
      await visitor.page.getByRole('heading', { name: 'Who may read it' }).waitFor();
    },
  },
  { name: 'file-add', actor: 'lindqvist/designer', open: at('/do/sharing/registerBlob', 'Register file') },
  {
    name: 'files-shared',
    actor: 'harbour/engineer',
    open: async (visitor, origin) => {
      await at('/files/shared', 'Shared files')(visitor, origin);
      await visitor.page.locator('.row-link').first().waitFor();
    },
  },
  {
    name: 'file-shared',
    actor: 'harbour/engineer',
    open: async (visitor, origin) => {
      await at('/files/shared', 'Shared files')(visitor, origin);
      await visitor.page.getByRole('row', { name: 'bracket-plate.step' }).locator('.row-link').click();
      await visitor.page.getByRole('heading', { name: 'Open it' }).waitFor();
    },
  },
];
