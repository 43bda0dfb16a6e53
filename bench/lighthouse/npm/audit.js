/**
 * Look at pages of the site as Lighthouse does on a middling phone, first as somebody whom it
 * doesn't know, then logged in; print a line for each and fail where a score is too low.
 *
 * What to ask comes as JSON in AUDIT: { url, browser, flags, least, open, people }, where `people`
 * are { email, password, paths }.
 */
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const AGAIN = ['NO_NAVSTART', 'NO_FCP', 'NO_LCP'];
const { url, browser: program, flags, least, open, people } = JSON.parse(process.env.AUDIT);
const failed = [];

const browser = await puppeteer.launch({ executablePath: program, args: flags });
try {
  await lookAt(await newPage(), open);
  for (const person of people) {
    const page = await newPage();
    await logIn(page, person);
    await lookAt(page, person.paths);
  }
} finally {
  await browser.close();
}
if (failed.length) {
  console.error(`error: ${failed.join('; ')}`);
  process.exitCode = 1;
}

/** Open a page in a window that shares nothing with the others. */
async function newPage() {
  return (await browser.createBrowserContext()).newPage();
}

async function logIn(page, { email, password }) {
  await page.goto(`${url}/app`);
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('nav').wait();
}

async function lookAt(page, paths) {
  for (const path of paths) {
    const looks = [await report(page, path)];
    if (shortOf(looks[0]).length) looks.push(await report(page, path), await report(page, path));
    tell(path, middle(looks));
  }
}

function scoreOf({ categories }, name) {
  return Math.round(100 * (categories[name].score ?? 0));
}

function shortOf(lhr) {
  return CATEGORIES.filter((name) => scoreOf(lhr, name) < least);
}

/** A busy machine costs speed: of three looks, the one in the middle counts, as Lighthouse advises. */
function middle(looks) {
  const [by] = CATEGORIES;
  return looks.sort((one, other) => scoreOf(one, by) - scoreOf(other, by))[looks.length >> 1];
}

/**
 * Return Lighthouse's report of a path; who is logged in stays so. Where its trace came out without
 * a beginning, which happens, it is done again, as Lighthouse asks for.
 */
async function report(page, path, tries = 3) {
  const options = { onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: 'silent' };
  const { lhr } = await lighthouse(url + path, options, undefined, page);
  if (!lhr.runtimeError) return lhr;
  if (tries > 1 && AGAIN.includes(lhr.runtimeError.code)) return report(page, path, tries - 1);
  throw new Error(`${path}: ${lhr.runtimeError.message}`);
}

function tell(path, lhr) {
  const scores = CATEGORIES.map((name) => `${name} ${scoreOf(lhr, name)}`);
  console.log(path.padEnd(24), scores.join('  '));
  for (const name of shortOf(lhr)) {
    failed.push(`${path} has ${scoreOf(lhr, name)} in ${name}`);
    for (const each of faults(lhr.categories[name], lhr.audits)) console.log(`  ${each}`);
  }
}

/** Return what cost points: its title, and what was measured. */
function faults({ auditRefs }, audits) {
  return auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${audits[id].title} ${audits[id].displayValue ?? ''}`.trim());
}
