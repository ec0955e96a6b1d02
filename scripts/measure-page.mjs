// node scripts/measure-page.mjs [DIST]: measures the page's compressed size, and how long after loading the first
// verdict appears, compared with loading alone. Needs Chromium; the variable CHROMIUM can name its path.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants, deflateRawSync, gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const RUNS = 15;
const file = resolve(process.argv[2] ?? "dist/page", "index.html");
const html = readFileSync(file);
const kB = (bytes) => `${Math.round(bytes / 1000)} kB`;
const brotli = brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
console.log(`size: ${kB(html.length)}, gzip ${kB(gzipSync(html, { level: 9 }).length)}, brotli ${kB(brotli.length)}`);

const policy = readFileSync(join(import.meta.dirname, "../examples/policy-json/failing/veeam-backup.json"), "utf8");
const linked = { files: [{ path: "veeam-backup.json", text: policy }], choices: {} };
const fragment = `#1.${deflateRawSync(JSON.stringify(linked)).toString("base64url")}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

/** In milliseconds from the start of the navigation, measured by the page's own clock. */
async function once(hash) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector("#verdict .banner") === null) return;
      observer.disconnect();
      globalThis.verdictAt = performance.now();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  if (hash !== "") await page.waitForFunction(() => globalThis.verdictAt !== undefined);
  const times = await page.evaluate(() => ({
    load: performance.getEntriesByType("navigation")[0].loadEventEnd,
    verdict: globalThis.verdictAt ?? 0,
  }));
  await context.close();
  return times;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
await once("");
const alone = [];
const after = [];
const verdicts = [];
// In turn, so that other work on the machine affects both.
for (let run = 0; run < RUNS; run += 1) {
  alone.push((await once("")).load);
  const { load, verdict } = await once(fragment);
  after.push(verdict - load);
  verdicts.push(verdict);
}
await browser.close();
const [loaded, shown] = [median(alone), median(verdicts)];
console.log(`loading alone: ${Math.round(loaded)} ms`);
console.log(
  `first verdict: ${Math.round(shown)} ms, ${Math.round(median(after))} ms after loading; ${(shown / loaded).toFixed(2)} times loading alone`,
);
