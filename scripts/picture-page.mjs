/**
 * Draws the page in the browser with a template that lacks something, as shown in the README, with a finding's place
 * marked. Builds the page, takes a screenshot with Chromium, and compresses it with pngquant. On Debian:
 *
 *     apt-get install -y chromium pngquant fonts-liberation fonts-noto-color-emoji
 *     node scripts/picture-page.mjs docs/page.png
 *
 * `--dark` draws it in dark mode.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { buildPage } from "./build-page.mjs";

const picture = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
if (picture === undefined) {
  process.stderr.write("usage: node scripts/picture-page.mjs PICTURE.png [--dark]\n");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "picture-page-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--font-render-hinting=none"],
});
try {
  await buildPage(folder);
  const page = await browser.newPage({
    viewport: { width: 1240, height: 800 },
    deviceScaleFactor: 1.25,
    colorScheme: process.argv.includes("--dark") ? "dark" : "light",
    reducedMotion: "reduce",
  });
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  await page.getByRole("button", { name: "a CloudFormation template" }).click();
  await page.locator(".finding").first().getByRole("button", { name: "worker-roles.yaml, line 32" }).click();
  // Otherwise the picture would show a blinking caret and a focus frame.
  await page.evaluate(() => document.activeElement?.blur());
  await page.locator(".mark-error").first().waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: picture });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
execFileSync("pngquant", ["--force", "--output", picture, "48", picture]);
