/* The gravity graph as its tests see it: its parts, where bodies stand, and how one gets to a picture. */
import { reached } from './harness.mjs';

export const canvas = (page) => page.locator('.gravity-stage canvas[role]');
export const bodies = (page) => page.locator('.gravity-bodies [data-id]');
export const legend = (page) => page.getByRole('list', { name: 'Legend' });
export const count = async (page) => Number(await page.locator('.gravity-stage').getAttribute('data-bodies'));

/** Goes to a picture and waits until it stands. */
export async function picture(page, query) {
  await page.evaluate((query) => { location.hash = `#/gravity${query}`; }, query);
  await stands(page);
}

export async function stands(page) {
  await page.locator('.gravity-stage[data-settled]').waitFor({ state: 'attached' });
  await reached(page, 'open');
}

/** Selects an object in the list, waits until the address has come around, and gives the canvas the keyboard. */
export async function select(page, id) {
  const row = `.gravity-bodies li[data-id="${id}"][data-kind=object] a`;
  await page.locator(row).press('Enter');
  await page.locator(`${row}[aria-current]`).waitFor({ state: 'attached' });
  await canvas(page).focus();
}

/** Where a row's body of the gravity graph stands on the canvas. */
export const placeOf = (row) => row.evaluate((item) => {
  const list = item.parentElement;
  const nth = [...list.querySelectorAll('[data-id]')].indexOf(item);
  return list.dataset.places.split(' ')[nth].split(',').map(Number);
});

/** The same of all rows: kind, id and place. */
export const placesOf = (page) => page.locator('.gravity-bodies').evaluate((list) => {
  const places = list.dataset.places.split(' ').map((place) => place.split(',').map(Number));
  return [...list.querySelectorAll('[data-id]')].map(({ dataset: { kind, id } }, nth) => ({ kind, id, at: places[nth] }));
});
