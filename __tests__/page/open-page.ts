import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PLACES = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** This machine's browser. If undefined, the tests that need one are skipped, with a message. */
export const executable = PLACES.find((path) => path !== "" && existsSync(path));

if (executable === undefined)
  process.stderr.write("There is no Chromium here: the page's tests in a browser are skipped. CHROMIUM names one.\n");

/** The page built from the sources, opened from a file, with one browser per suite. */
export class Pages {
  private folder = "";
  private browser: Browser | null = null;
  private readonly contexts: BrowserContext[] = [];
  /** All requests and reported faults of all pages. */
  readonly asked: string[] = [];
  readonly faults: string[] = [];

  get address(): string {
    return pathToFileURL(join(this.folder, "index.html")).href;
  }

  async start(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), "worker-iam-check-page-"));
    execFileSync(process.execPath, ["scripts/build-page.mjs", this.folder]);
    this.browser = await chromium.launch({
      ...(executable === undefined ? {} : { executablePath: executable }),
      // A container's system doesn't allow sandboxes.
      args: ["--no-sandbox"],
    });
  }

  async open(options: BrowserContextOptions = {}, fragment = ""): Promise<Page> {
    if (this.browser === null) throw new Error("not started");
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    this.contexts.push(context);
    context.on("request", (request) => this.asked.push(request.url()));
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.faults.push(message.text());
    });
    await page.goto(`${this.address}${fragment}`);
    return page;
  }

  async closePages(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
