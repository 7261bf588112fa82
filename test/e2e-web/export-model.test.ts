import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openOnnx } from '../../electron/formats/exports/onnx/read-onnx.ts';
import { axeFaults, layoutFaults } from '../fixtures/page-faults.ts';
import { goTo, RUN_PATIENCE } from '../fixtures/studio-user.ts';
import { tenImages } from '../fixtures/ten-images.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

let page: Page;
let problems: string[];
inWebStudio({}, (opened) => void ({ page, problems } = opened));

describe('a model for other programs', () => {
  it('is exported by keyboard as ONNX, proven and saved, and reads elsewhere', async () => {
    await goTo(page, 'Models');
    await page.getByRole('button', { name: /^More actions for “Starter/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Export…' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^ONNX/, checked: true }).waitFor();
    await dialog.getByRole('button', { name: 'Export', exact: true }).press('Enter');
    await dialog.getByText('1,000 of 1,000 answers are the same').waitFor({ timeout: RUN_PATIENCE });
    expect(await axeFaults(page)).toEqual([]);
    expect(await layoutFaults(page)).toEqual([]);
    expect(await dialog.locator('pre').textContent()).toContain('onnxruntime');

    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/\.onnx$/);
    const model = await openOnnx(await file.path());
    const probabilities = await model.read(
      Float32Array.from(tenImages(), (byte) => byte / 255),
      [28, 28, 1],
    );
    expect(probabilities).toHaveLength(100);
    expect(problems).toEqual([]);
  });
});
