import { afterAll, beforeAll, expect, it } from 'vitest';
import { cameraSees, readFromCamera } from '../fixtures/camera-user.ts';
import { launchStudio, type Studio } from '../fixtures/electron.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { goTo } from '../fixtures/studio-user.ts';

const CODE = '48213';
const films = temporaryFolder();
let studio: Studio;
beforeAll(async () => {
  // Without the switch that answers for the user: here the program itself says who gets the camera.
  studio = await launchStudio({ args: cameraSees(CODE, films.folder) });
});
afterAll(async () => {
  await studio?.close();
  films.remove();
});

it('the camera in the window gives pictures whose code is read', async () => {
  const { page, problems } = studio;
  await goTo(page, 'Read');
  await page.getByRole('radio', { name: 'Pictures' }).click();
  await readFromCamera(page, CODE);
  expect(problems).toEqual([]);
});
