// Founding a practice by the form, as its owner does on the first day.

export const OWNER = { name: 'marta', password: 'linen and spruce' };
export const PRACTICE = [
  ['practice', 'Hands and House'],
  ['zone', 'Europe/Madrid'],
  ['jurisdiction', 'ES'],
  ['name', 'Marta Lind'],
  ['login', OWNER.name],
  ['password', OWNER.password],
];

/** Fills the form of set-up with a code and sends it. The owner treats clients too. */
export async function setUp(page, program, code = program.code) {
  await page.goto(`${program.url}/set-up`);
  for (const [name, text] of [['code', code], ...PRACTICE]) await page.locator(`[name="${name}"]`).fill(text);
  await page.locator('[name="treats"]').check();
  await page.locator('main form button').last().click();
}
